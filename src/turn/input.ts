import type { InboundMessage } from '../../schemas/message.js';
import { readOpener } from '../../schemas/opener.js';
import type { JsonObject, TalkInput } from '../conversation/index.js';

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
      return only(tapped(body.picked.taskId, [body.picked.choiceId], { choice: body.picked.choiceId }));
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
      return only(tapped(body.taskId, chosen.length > 0 ? chosen : [body.key]));
    }
    case 'event':
    case 'kf-nudge':
      return only(null);
    case 'unknown':
      return only({ kind: 'text', text: '' });
  }
}

/** The answer to a question, or the button of a notice that opens a flow. @param more for fields of that flow */
function tapped(taskId: string, choiceIds: string[], more: JsonObject = {}): TalkInput {
  const opener = readOpener(taskId);
  if (opener === null) return { kind: 'pick', taskId, choiceIds };
  const { flow, about } = opener;
  return { kind: 'open', flow, when: 'after', ...(about !== undefined && { args: { taskId: about, ...more } }) };
}
