/** Buttons of notices that begin a flow: which flow and which piece of work stands in the id of the card itself. */

const MARK = 'open';

export interface Opener {
  flow: string;
  /** Id of what the flow is about; its `takes` field has the name `taskId`. Absent: the flow asks. */
  about?: string;
}

/** The task id of a card whose button opens a flow (wecom.md 3.4: at most 128 of `0-9 A-Z a-z _ - @`). @param unique part that no other card has */
export function openerId({ flow, about = '' }: Opener, unique: string): string {
  return [MARK, flow, about, unique].join('@');
}

/** What a tap on such a card asks for; null for the cards of questions. */
export function readOpener(taskId: string): Opener | null {
  const [mark, flow, about = '', ...unique] = taskId.split('@');
  if (mark !== MARK || flow === undefined || flow === '' || unique.length !== 1) return null;
  return { flow, ...(about !== '' && { about }) };
}
