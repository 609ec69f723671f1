/** What a person can choose from when no question waits, or beside one: flows, drafts. */
import type { Choice } from '../../../schemas/message.js';
import {
  draftLabel,
  draftsWaiting,
  MENU_QUESTION,
  menuMore,
  NOTHING_TO_DO,
  NOTHING_TO_RESUME,
  WHICH_DRAFT,
} from '../../texts/conversation.js';
import { choiceId, choiceMeant, PAGE } from '../dialog/choices.js';
import { readCommand } from '../understand/index.js';
import { type CompiledFlow, mayStart } from './flows.js';
import { isViewing, resumeSaved, startFlow, stepActive } from './run.js';
import { type SavedSession, say, type Talking } from './state.js';

/** Entries of one message; two more are not worth a second one. */
const MENU_PAGE = 10;

/** Ends the ids of menus. */
export const MENU_MARK = '@menu@0';

/** What this person may begin, in the order of the flows' `start.order`; flows without one come last. */
function menuFlows({ flows, ctx }: Talking): CompiledFlow[] {
  const place = ({ plan }: CompiledFlow) => plan.document.start?.order ?? Number.MAX_SAFE_INTEGER;
  return flows
    .all()
    .filter((flow) => flow.menuKey !== undefined && mayStart(flow, ctx.me.roles))
    .sort((a, b) => place(a) - place(b));
}

/** The flow that a tap on a menu means, whenever it was shown. */
export function flowInMenu(t: Talking, ids: readonly string[]): CompiledFlow | undefined {
  return menuFlows(t).find(({ id }) => choiceId(id) === ids[0]);
}

/** Offers the flows this person may begin. The form in hand stays where it is. */
export function showMenu(t: Talking, lead: readonly string[] = [], page = 0): void {
  const offered = menuFlows(t);
  const drafts = t.state.drafts?.length ?? 0;
  const lines = drafts > 0 && page === 0 && t.state.active === undefined ? [...lead, draftsWaiting(drafts)] : lead;
  if (offered.length === 0) {
    say(t, [...lines, NOTHING_TO_DO].join('\n'));
    return;
  }
  const rest = offered.slice(page * MENU_PAGE);
  const shown = rest.length <= MENU_PAGE + 2 ? rest : rest.slice(0, MENU_PAGE);
  const left = rest.length - shown.length;
  const choices = shown.map(({ id, title }) => ({ id: choiceId(id), label: title }));
  t.state.menu = { id: t.ctx.id, of: 'flows', ids: shown.map(({ id }) => id), ...(left > 0 && { next: page + 1 }) };
  offer(t, [...lines, ...(left > 0 ? [menuMore(left)] : []), MENU_QUESTION].join('\n'), choices);
}

/** 更多 below a menu; false when there is nothing more. */
export function turnMenu(t: Talking, text: string): boolean {
  const next = t.state.menu?.next;
  if (next === undefined || !(/^\s*(?:更多|还有|其他|其它)/.test(text) || readCommand(text)?.kind === 'next-page'))
    return false;
  showMenu(t, [], next);
  return true;
}

function offer(t: Talking, text: string, choices: Choice[]): void {
  t.effects.push({ kind: 'say', text, choices, taskId: `${t.ctx.id}${MENU_MARK}` });
}

/** 继续: the latest draft, or which one. */
export function showDrafts(t: Talking): void {
  const drafts = t.state.drafts ?? [];
  const [only, ...others] = drafts;
  if (only === undefined) {
    say(t, NOTHING_TO_RESUME);
    return;
  }
  if (others.length === 0) {
    resumeDraft(t, only);
    return;
  }
  const latest = drafts.slice(-PAGE);
  const choices = latest.map((draft) => ({ id: choiceId(draft.id), label: labelOfDraft(t, draft) }));
  t.state.menu = { id: t.ctx.id, of: 'drafts', ids: latest.map(({ id }) => id) };
  offer(t, WHICH_DRAFT, choices);
}

function labelOfDraft({ flows }: Talking, draft: SavedSession): string {
  const flow = flows.version(draft.f, draft.v) ?? flows.current(draft.f);
  const answered = Object.keys(draft.a ?? {}).length + Object.keys(draft.w ?? {}).length;
  return draftLabel(flow?.title ?? draft.f, answered);
}

function resumeDraft(t: Talking, draft: SavedSession): void {
  const left = (t.state.drafts ?? []).filter(({ id }) => id !== draft.id);
  if (left.length > 0) t.state.drafts = left;
  else delete t.state.drafts;
  resumeSaved(t, draft, true);
}

/** A choice out of the list that was offered last; false when it is none. */
export function takeFromMenu(t: Talking, chosen: { text: string } | { ids: readonly string[] }): boolean {
  const { menu } = t.state;
  if (menu === undefined) return false;
  const choices = menu.ids.map((id) => ({ id: choiceId(id), label: labelInMenu(t, menu.of, id) }));
  const picked = 'ids' in chosen ? chosen.ids[0] : choiceMeant(choices, chosen.text, t.ctx.today);
  const id = menu.ids.find((each) => choiceId(each) === picked);
  delete t.state.menu;
  if (id === undefined) return false;
  if (menu.of === 'drafts') {
    const draft = t.state.drafts?.find((each) => each.id === id);
    if (draft !== undefined) resumeDraft(t, draft);
    return draft !== undefined;
  }
  const flow = t.flows.current(id);
  if (flow === undefined) return false;
  // the form in hand, asked for again, is there already
  if (t.state.active?.f === id && !isViewing(t)) stepActive(t, { kind: 'show' });
  else startFlow(t, flow, {});
  return true;
}

function labelInMenu(t: Talking, of: 'flows' | 'drafts', id: string): string {
  if (of === 'flows') return t.flows.current(id)?.title ?? '';
  const draft = t.state.drafts?.find((each) => each.id === id);
  return draft === undefined ? '' : labelOfDraft(t, draft);
}
