/** What a person says beside the question at hand, kept with a field of the form that runs. */
import type { SavedSession } from '../dialog/save-session.js';
import type { TalkState } from './state.js';

/** The path of the one field that is asked; undefined between questions, for several at once, for lists. */
export function askedField({ active }: TalkState): string | undefined {
  return typeof active?.p === 'string' ? active.p : undefined;
}

/** The conversation with a text added to a text field of the form that runs; the flow must have the field. */
export function withAside(state: TalkState & { active: SavedSession }, path: string, text: string): TalkState {
  const { active } = state;
  const said = active.a?.[path];
  const all = typeof said === 'string' && said !== '' ? `${said}\n${text}` : text;
  return { ...state, active: { ...active, a: { ...active.a, [path]: all } } };
}
