import type { InboundMessage } from '../../schemas/message.js';
import type { TalkInput } from '../conversation/index.js';

/** A file a person sent; its bytes are fetched after the commit. */
export interface IncomingFile {
  fileId: string;
  mediaId: string;
  kind: 'photo' | 'file' | 'voice' | 'video';
  name?: string;
}

/**
 * What a message means to the conversation; null for what is only recorded (most events).
 * @param fileId id for the file the message carries, if it does
 */
export function inputOf(
  message: InboundMessage,
  fileId: string,
): { input: TalkInput | null; file: IncomingFile | null } {
  const { body } = message;
  const file = (kind: IncomingFile['kind'], mediaId: string, name?: string) => ({
    input: { kind, fileId, ...(name !== undefined && { name }) },
    file: { fileId, mediaId, kind, ...(name !== undefined && { name }) },
  });
  const only = (input: TalkInput | null) => ({ input, file: null });
  switch (body.kind) {
    case 'text':
      if (body.picked === undefined) return only({ kind: 'text', text: body.text });
      return only({ kind: 'pick', taskId: body.picked.taskId, choiceIds: [body.picked.choiceId] });
    case 'image':
      return file('photo', body.mediaId);
    case 'voice':
      return file('voice', body.mediaId);
    case 'video':
      return file('video', body.mediaId);
    case 'file':
      return file('file', body.mediaId, body.fileName);
    case 'location':
      return only({ kind: 'location', lat: body.lat, lng: body.lng, label: body.poi ?? body.label });
    case 'link':
      return only({ kind: 'text', text: [body.title, body.url].filter((t) => t !== '').join(' ') });
    case 'menu':
      return only({ kind: 'open', menu: body.key });
    case 'card': {
      const chosen = body.selected.flatMap((s) => s.optionIds);
      return only({ kind: 'pick', taskId: body.taskId, choiceIds: chosen.length > 0 ? chosen : [body.key] });
    }
    case 'event':
    case 'kf-nudge':
      return only(null);
    case 'unknown':
      return only({ kind: 'text', text: '' });
  }
}
