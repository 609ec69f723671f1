/** A press on a template card: finds the card and the button, and says what the platform sends (wecom.md 3.5). */
import type { Gesture } from '../callback/gesture.js';
import { cardOf, type JournalMessage, newestCard } from '../journal.js';
import { issueResponseCode } from '../platform/card-codes.js';
import { buttons, type CardOption, type CardQuestion, menuEntries, questions } from '../platform/readable.js';
import type { World } from '../world.js';
import { ControlError } from './control-error.js';

type Fields = Record<string, unknown>;

/**
 * `card: {taskId, key, selected}`; without taskId the person's newest card that can still be pressed. `key` may also be a
 * button's caption or number. `force` presses what the person's phone would not let him press.
 * @throws ControlError 404 no such card or button, 409 the card was used
 */
export function readTap(world: World, from: string, input: Fields): Gesture {
  const tap = (typeof input.card === 'object' && input.card !== null ? input.card : { key: input.card }) as Fields;
  const force = input.force === true || tap.force === true;
  const message = findCard(world, from, tap.taskId ?? tap.task_id);
  if (message === undefined && !force) throw new ControlError(404, `${from} has no such card`, openCards(world, from));
  const card = message === undefined ? {} : cardOf(message);
  const wanted = String(tap.key ?? '');
  const inMenu = choose(menuEntries(card), wanted);
  const button = choose(buttons(card), wanted) ?? inMenu ?? (force ? { id: wanted, label: wanted } : undefined);
  if (button === undefined)
    throw new ControlError(
      404,
      `the card has no button ${wanted}`,
      `keys: ${[...buttons(card), ...menuEntries(card)].map((b) => `${b.id} (${b.label})`).join(', ')}`,
    );
  if (message?.card?.replaced !== undefined && inMenu === undefined && !force)
    throw new ControlError(
      409,
      'this card was used: its buttons are grey',
      'add "force": true to press it nevertheless',
    );
  const taskId = String(card.task_id ?? tap.taskId ?? '');
  const selected = readSelected(questions(card), tap.selected, force);
  return {
    msgtype: 'event',
    kind: inMenu === undefined ? 'template_card_event' : 'template_card_menu_event',
    text: `[按钮 ${[button.label, ...selected.map((s) => s.labels.join('、'))].filter((t) => t !== '').join('：')}]`,
    payload: { taskId, key: button.id, selected: Object.fromEntries(selected.map((s) => [s.key, s.ids])) },
    taskId,
    fields: {
      EventKey: button.id,
      TaskId: taskId,
      CardType: String(card.card_type ?? 'button_interaction'),
      ResponseCode: issueResponseCode(world, taskId),
      ...(selected.length === 0
        ? {}
        : {
            SelectedItems: {
              SelectedItem: selected.map((s) => ({ QuestionKey: s.key, OptionIds: { OptionId: s.ids } })),
            },
          }),
    },
  };
}

function findCard(world: World, from: string, taskId: unknown): JournalMessage | undefined {
  if (taskId !== undefined) return newestCard(world.state, from, String(taskId));
  return world.state.messages.findLast(
    (m) =>
      m.to === from && m.msgtype === 'template_card' && m.card?.replaced === undefined && buttons(cardOf(m)).length > 0,
  );
}

function openCards(world: World, from: string): string {
  const ids = world.state.messages
    .filter((m) => m.to === from && m.msgtype === 'template_card')
    .map((m) => String(cardOf(m).task_id));
  return ids.length === 0 ? 'no card has arrived there yet' : `cards there: ${[...new Set(ids)].slice(-5).join(', ')}`;
}

/** By id, by caption, by number from 1. */
function choose(options: CardOption[], wanted: string): CardOption | undefined {
  return (
    options.find((o) => o.id === wanted) ??
    options.find((o) => o.label === wanted) ??
    (/^\d+$/.test(wanted) ? options[Number(wanted) - 1] : undefined)
  );
}

interface Selected {
  key: string;
  ids: string[];
  labels: string[];
}

/** `{question: id | [ids]}`, `[{questionKey, optionIds}]`, or just the ids when the card has one question. */
function readSelected(asked: CardQuestion[], value: unknown, force: boolean): Selected[] {
  const given = givenAnswers(asked, value);
  const chosen = asked.map((question) => {
    const ids = (given.get(question.key) ?? question.preset).map((wanted) => {
      const option = choose(question.options, wanted);
      if (option === undefined && !force)
        throw new ControlError(
          404,
          `${question.key} has no option ${wanted}`,
          `options: ${question.options.map((o) => `${o.id} (${o.label})`).join(', ')}`,
        );
      return option ?? { id: wanted, label: wanted };
    });
    if (ids.length > 1 && !question.multiple && !force)
      throw new ControlError(400, `${question.key} takes one option`, 'give one id');
    return { key: question.key, ids: ids.map((o) => o.id), labels: ids.map((o) => o.label) };
  });
  return chosen.filter((s) => s.ids.length > 0);
}

function givenAnswers(asked: CardQuestion[], value: unknown): Map<string, string[]> {
  const list = (v: unknown) => (Array.isArray(v) ? v : [v]).map(String);
  if (value === undefined || value === null) return new Map();
  if (Array.isArray(value) && value.some((v) => typeof v === 'object')) {
    return new Map(
      value.map((v: Fields) => [String(v.questionKey ?? v.question_key), list(v.optionIds ?? v.option_ids ?? [])]),
    );
  }
  if (typeof value === 'object' && !Array.isArray(value))
    return new Map(Object.entries(value).map(([k, v]) => [k, list(v)]));
  return new Map([[asked[0]?.key ?? '', list(value)]]);
}
