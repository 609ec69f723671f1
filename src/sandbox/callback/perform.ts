/** Carries out what a person does: writes it down, brings it to the bot, shows the passive reply. */
import { addMessage, type JournalMessage, messageChanged, newestCard } from '../journal.js';
import { updateCard } from '../platform/card-codes.js';
import { readableText } from '../platform/readable.js';
import type { World } from '../world.js';
import { type Delivery, deliver, newDelivery } from './delivery.js';
import { type Gesture, innerXml } from './gesture.js';
import { BadReply, readPassiveReply } from './passive-reply.js';

export interface Performed {
  entry: JournalMessage;
  delivery: Delivery;
  msgId?: string;
  /** Resolves when no delivery is under way any more; never rejects, what went wrong is in `delivery.errors`. */
  finished: Promise<void>;
}

/**
 * @param repeat.duplicates further deliveries of the same message, encrypted anew
 * @param repeat.concurrent all deliveries at the same time
 */
export function perform(
  world: World,
  from: string,
  gesture: Gesture,
  repeat: { duplicates: number; concurrent: boolean },
): Performed {
  const { xml, msgId } = innerXml(world, from, gesture);
  const entry = addMessage(world, {
    to: 'bot',
    from,
    via: 'user',
    msgtype: gesture.msgtype,
    text: gesture.text,
    payload: gesture.payload,
    ...(gesture.mediaId === undefined ? {} : { mediaId: gesture.mediaId }),
    delivery: { state: 'pending', attempts: 0, errors: [] },
  });
  const delivery = newDelivery(world, from, gesture.kind, xml);
  delivery.repeats = repeat.duplicates;
  const followed = world.subscribe((event) => {
    if (event.type === 'delivery' && event.delivery === delivery) note(world, entry, delivery);
  });
  const finished = bring(world, from, gesture, delivery, repeat.concurrent)
    .catch((err: unknown) => {
      world.log?.error({ err }, 'sandbox: a delivery failed');
      delivery.errors.push(`the sandbox failed: ${(err as Error).message}`);
    })
    .finally(() => {
      followed();
      note(world, entry, delivery);
    });
  return { entry, delivery, ...(msgId === undefined ? {} : { msgId }), finished };
}

async function bring(
  world: World,
  from: string,
  gesture: Gesture,
  delivery: Delivery,
  concurrent: boolean,
): Promise<void> {
  // Only the first answer is shown: for the platform the message is done with it.
  let isShown = false;
  const once = async () => {
    const answer = await deliver(world, delivery);
    if (answer === undefined) return;
    delivery.replies.push(show(world, from, gesture, delivery, answer, isShown));
    isShown = true;
  };
  if (concurrent) {
    const all = Array.from({ length: 1 + delivery.repeats }, once);
    delivery.repeats = 0;
    await Promise.all(all);
  } else await once();
  while (delivery.repeats > 0 && !world.closing.signal.aborted) {
    delivery.repeats -= 1;
    await once();
  }
}

/** Shows the passive reply unless one was shown before. @returns its text */
function show(
  world: World,
  from: string,
  gesture: Gesture,
  delivery: Delivery,
  answer: string,
  isShown: boolean,
): string {
  try {
    const taskId = gesture.kind === 'template_card_event' ? gesture.taskId : undefined;
    const to = {
      from,
      kind: gesture.kind,
      isEvent: gesture.msgtype === 'event',
      ...(taskId === undefined ? {} : { taskId }),
    };
    const reply = readPassiveReply(world, answer, to);
    if (reply.kind === 'none') return '';
    if (reply.kind === 'card') {
      const card = taskId === undefined ? undefined : newestCard(world.state, from, taskId);
      if (card !== undefined && !isShown) updateCard(world, card, reply);
      return reply.card === undefined ? `[${reply.replaced ?? ''}]` : readableText('template_card', reply.card);
    }
    const { msgtype, body, notes } = reply;
    const text = readableText(msgtype, body);
    if (!isShown) {
      addMessage(world, {
        to: from,
        from: 'bot',
        via: 'passive',
        msgtype,
        text,
        payload: { msgtype, [msgtype]: body },
        ...(typeof body.media_id === 'string' ? { mediaId: body.media_id } : {}),
        ...(notes.length > 0 ? { warnings: notes } : {}),
      });
    }
    return text;
  } catch (error) {
    if (!(error instanceof BadReply)) throw error;
    delivery.errors.push(`passive reply ignored: ${error.message}`);
    return '';
  }
}

function note(world: World, entry: JournalMessage, delivery: Delivery): void {
  entry.delivery = { state: delivery.state, attempts: delivery.attempts.length, errors: [...delivery.errors] };
  messageChanged(world, entry);
}
