/** The conversation of one person: which session a message belongs to, what begins, what comes back. Pure. */
import {
  ANSWER_GREETING,
  HUMAN_IDLE,
  mediaNotHere,
  NOT_UNDERSTOOD,
  NOTHING_OPEN,
  queuedText,
  STALE_CARD,
} from '../../texts/conversation.js';
import type { SessionInput } from '../dialog/step.js';
import type { TalkContext, TalkInput } from '../protocol.js';
import { readCommand, readGreeting } from '../understand/index.js';
import { type CompiledFlow, type Flows, flowAskedFor, flowMatching, mayStart } from './flows.js';
import { flowInMenu, MENU_MARK, showDrafts, showMenu, takeFromMenu, turnMenu } from './menu.js';
import { activeOffers, activeTakes, isViewing, onlyOffers, startFlow, stepActive } from './run.js';
import { say, type Talking, type TalkState, type TalkStep } from './state.js';
import { nextTimer, takeTick } from './timers.js';

/**
 * One input of one person. `state` is what the last call gave, null at the first. At most one effect is a `do`, and then
 * it is the last: carry it out and call again with its `result`.
 */
export function talk(flows: Flows, state: TalkState | null, input: TalkInput, ctx: TalkContext): TalkStep {
  const t: Talking = { flows, ctx, state: { ...state }, effects: [] };
  take(t, input);
  return { state: t.state, effects: t.effects, nextTimerAt: nextTimer(t) };
}

function take(t: Talking, input: TalkInput): void {
  switch (input.kind) {
    case 'tick':
      takeTick(t);
      return;
    case 'start':
      begin(t, t.flows.current(input.flow), input.args ?? {});
      return;
    case 'open':
      open(t, input);
      return;
    case 'result':
      if (t.state.active !== undefined) stepActive(t, input);
      return;
    case 'text':
      takeText(t, input.text);
      return;
    case 'pick':
      takePick(t, input.taskId, input.choiceIds);
      return;
    default:
      delete t.state.menu;
      toSession(t, { kind: 'said', said: input });
  }
}

function begin(
  t: Talking,
  flow: CompiledFlow | undefined,
  args: NonNullable<Extract<TalkInput, { kind: 'start' }>['args']>,
): void {
  delete t.state.menu;
  if (flow === undefined) showMenu(t);
  else startFlow(t, flow, args);
}

function open(t: Talking, input: Extract<TalkInput, { kind: 'open' }>): void {
  const flow =
    input.flow !== undefined
      ? t.flows.current(input.flow)
      : t.flows.all().find(({ menuKey }) => menuKey !== undefined && menuKey === input.menu);
  const args = input.args ?? {};
  if (flow === undefined || t.state.active === undefined || isViewing(t) || !mayStart(flow, t.ctx.me.roles)) {
    begin(t, flow, args);
    return;
  }
  if (input.when === 'after') {
    const waiting = t.state.next ?? [];
    const same = waiting.some((each) => JSON.stringify(each) === JSON.stringify({ flow: flow.id, args }));
    if (!same) t.state.next = [...waiting, { flow: flow.id, args }];
    stepActive(t, { kind: 'show', lead: [queuedText(flow.title)] });
    return;
  }
  // the form in hand was asked for again: it is there already; a list of what was found is made anew
  const isThere = t.state.active.f === flow.id && Object.keys(args).length === 0;
  if (isThere && !onlyOffers(t.state.active)) stepActive(t, { kind: 'show' });
  else begin(t, flow, args);
}

function takeText(t: Talking, text: string): void {
  // the words of a flow mean it, also where the menu has something like them
  const named = t.state.menu?.of === 'flows' && flowAskedFor(t.flows, text, t.ctx.me.roles) !== undefined;
  if (turnMenu(t, text) || (!named && takeFromMenu(t, { text }))) return;
  if (named) delete t.state.menu;
  const { active } = t.state;
  const command = readCommand(text)?.kind;
  // in the middle of a form its commands come first (进度); else what a flow begins with
  const asked = active !== undefined && command !== undefined ? undefined : flowAskedFor(t.flows, text, t.ctx.me.roles);
  // words of an option on offer are an answer
  if (asked !== undefined && !activeOffers(t, text)) open(t, { kind: 'open', flow: asked.id });
  else if (active !== undefined) takeInForm(t, text, command !== undefined);
  else if (command === 'resume') showDrafts(t);
  else if (command === 'human') {
    t.effects.push({ kind: 'human' });
    say(t, HUMAN_IDLE);
  } else if (command === undefined) takeSentence(t, text);
  else showMenu(t, OPENS_MENU.has(command) ? [] : [NOTHING_OPEN]);
}

/** An answer to the question at hand; what is none may begin another flow, and the form comes back afterwards. */
function takeInForm(t: Talking, text: string, isCommand: boolean): void {
  const other = isCommand ? undefined : flowMatching(t.flows, text, t.ctx.me.roles, 'inside');
  // a view knows no answers but what it offers
  const taken = isViewing(t) ? activeOffers(t, text) : other !== undefined && activeTakes(t, text);
  if (other !== undefined && !taken) begin(t, other.flow, { [other.into]: text.trim() });
  else toSession(t, { kind: 'said', said: { kind: 'text', text } });
}

/** Outside of forms: a sentence that begins a flow, or one that begins nothing. */
function takeSentence(t: Talking, text: string): void {
  const match = readGreeting(text) === null ? flowMatching(t.flows, text, t.ctx.me.roles) : undefined;
  if (match === undefined) showMenu(t, answerTo(text));
  else begin(t, match.flow, { [match.into]: text.trim() });
}

/** Commands that ask for the menu when no form is open; all others are about a form. */
const OPENS_MENU = new Set(['menu', 'help', 'list']);

/** To words that begin nothing: a greeting is returned, anything else was not understood. */
function answerTo(text: string): string[] {
  const greeting = readGreeting(text);
  if (greeting !== null) return [ANSWER_GREETING[greeting]];
  return text.trim() === '' ? [] : [NOT_UNDERSTOOD];
}

function takePick(t: Talking, taskId: string, ids: readonly string[]): void {
  const { menu, active } = t.state;
  if (menu !== undefined && taskId === `${menu.id}${MENU_MARK}` && takeFromMenu(t, { ids })) return;
  // an old menu says what it said: the flow that was tapped
  const asked = taskId.endsWith(MENU_MARK) ? flowInMenu(t, ids) : undefined;
  if (asked !== undefined) open(t, { kind: 'open', flow: asked.id });
  else if (active !== undefined) stepActive(t, { kind: 'tapped', taskId, ids });
  else {
    say(t, STALE_CARD);
    showMenu(t);
  }
}

function toSession(t: Talking, input: SessionInput): void {
  if (t.state.active === undefined) {
    const taken = input.kind === 'said' && input.said.kind === 'photo' && beginWithPhoto(t, input.said.fileId);
    const media =
      input.kind === 'said' && input.said.kind !== 'text' && input.said.kind !== 'choice' ? input.said.kind : undefined;
    if (!taken) showMenu(t, [media === undefined ? NOT_UNDERSTOOD : mediaNotHere(media)]);
  } else if (stepActive(t, input) === 'menu') showMenu(t);
}

/** A photo that nobody asked for begins the flow that takes it (`start.photos`); false when there is none. */
function beginWithPhoto(t: Talking, fileId: string): boolean {
  for (const flow of t.flows.all()) {
    const into = flow.plan.document.start?.photos;
    if (into === undefined || !mayStart(flow, t.ctx.me.roles)) continue;
    begin(t, flow, { [into]: [fileId] });
    return true;
  }
  return false;
}
