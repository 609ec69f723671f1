/** Plays a `.chat` file through the sandbox's encrypted callbacks and writes down what came of it. */
import { instantAt } from '../../src/lib/day.js';
import { cardOf } from '../../src/sandbox/journal.js';
import { gestureOf, type Step } from '../../src/sandbox/script.js';
import { markedLines } from '../../src/sandbox/transcript.js';
import type { House } from '../support/house.js';
import { effectLines, readRecords } from './records.js';

/** People take a while to read and type; it also keeps within the messages per minute, and below the patience for replies. */
const BETWEEN_MESSAGES_MS = 10_000;
/** Links carry a mark that is new with every key. */
const LINK_MARK = /(\/digests\/[^\s)]+\/)[\w-]{22}/g;
/** Over a longer jump the service is off: jobs of the days between do not run. */
const OFF_AFTER_MS = 2 * 86_400_000;

/** When a transcript begins, and as whom: directions that must stand before anything is said. */
export function startOf(script: readonly Step[]): Date {
  const now = script.find((step) => step.kind === 'direct' && step.word === 'now');
  if (now?.kind !== 'direct') throw new Error('a transcript begins with "# as: userid" and "# now: 2026-11-23 10:00"');
  return readInstant(now.value);
}

function readInstant(value: string): Date {
  const [day = '', time = ''] = value.split(' ');
  return instantAt(day, time);
}

/** The whole transcript as it comes out now. */
export async function play(house: House, script: readonly Step[]): Promise<string> {
  const stage = new Stage(house);
  const out: string[] = [];
  let records = await readRecords(house.db);
  for (const step of script) {
    out.push(...step.lines);
    if (step.kind === 'remark') continue;
    out.push(...(await stage.perform(step)));
    const after = await readRecords(house.db);
    out.push(...effectLines(records, after));
    records = after;
  }
  out.push(...(await stage.unseen()));
  return `${out.join('\n')}\n`;
}

class Stage {
  #as = '';
  #times = 1;
  /** What those are called who have spoken. */
  readonly #ids = new Map<string, string>();
  /** Id of the last message seen in each conversation. */
  readonly #seen = new Map<string, string>();

  constructor(readonly house: House) {}

  async perform(step: Exclude<Step, { kind: 'remark' }>): Promise<string[]> {
    if (step.kind === 'say') return this.#say(step);
    switch (step.word) {
      case 'as':
        this.#as = step.value;
        return [];
      case 'times':
        this.#times = Number(step.value);
        return [];
      case 'now':
        return (await this.#moveTo(readInstant(step.value))) ? this.#heard(this.#as) : [];
      case 'desk':
        await this.#atDesk(step.value);
        return this.#heard(this.#as);
      default:
        return this.#heard(step.value);
    }
  }

  /** `centre-1 take`, `centre-1 write 您好`, `centre-1 end`: what a servicer does with the customer at hand. */
  async #atDesk(value: string): Promise<void> {
    const [, servicer, act, text] = /^(\S+) (\S+)(?: (.*))?$/.exec(value) ?? [];
    await this.house.sandbox.post('kf', { servicer, customer: this.#as, do: act, text });
    await this.house.sent();
  }

  async #say({ text, lines }: Extract<Step, { kind: 'say' }>): Promise<string[]> {
    const { house } = this;
    house.clock.advance(BETWEEN_MESSAGES_MS);
    const { stale, ...gesture } = gestureOf(text, lines);
    const report = await house.sandbox.send({
      from: this.#as,
      duplicates: this.#times - 1,
      ...gesture,
      ...(stale === true && (await this.#oldCard(gesture))),
    });
    await house.sent();
    const wrong = [...report.errors, ...(new Set(report.replies).size > 1 ? ['replies differ'] : [])];
    this.#times = 1;
    this.#ids.set(this.#as, report.from);
    return [...(await this.#heard(report.from)), ...wrong.flatMap((error) => markedLines('!', `wrong ${error}`))];
  }

  /** The newest card but one, pressed although it may be grey. */
  async #oldCard({ card }: Record<string, unknown>): Promise<Record<string, unknown>> {
    const cards = await this.house.sandbox.messages({ to: this.#as, type: 'template_card' });
    const old = cards.at(-2);
    if (old === undefined) throw new Error('there is no older card');
    return { card: { ...(card as object), taskId: cardOf(old).task_id }, force: true };
  }

  /** False at the beginning, where the clock stands there already. */
  async #moveTo(to: Date): Promise<boolean> {
    const { clock, sandbox } = this.house;
    const from = clock.now();
    if (to.getTime() === from.getTime()) return false;
    if (to < from) throw new Error(`the clock stands at ${from.toISOString()} already`);
    await this.house.settled();
    if (to.getTime() - from.getTime() > OFF_AFTER_MS) clock.set(new Date(to.getTime() - 1_000));
    await sandbox.post('clock', { now: to.getTime() });
    await this.house.sent();
    return true;
  }

  async #heard(name: string): Promise<string[]> {
    const conversation = this.#ids.get(name) ?? name;
    const since = this.#seen.get(conversation);
    const messages = await this.house.sandbox.messages({ to: conversation, limit: '1000', since: since ?? 'm0' });
    const last = messages.at(-1);
    if (last !== undefined) {
      this.#seen.set(conversation, last.id);
      this.#seen.set(last.to, last.id);
    }
    return messages.flatMap(({ text }) => markedLines('>', text.replace(LINK_MARK, '$1…')));
  }

  /** Conversations in which something arrived that nobody looked at. */
  async unseen(): Promise<string[]> {
    const all = await this.house.sandbox.messages({ limit: '10000' });
    const names = new Map(
      (await this.house.sandbox.get<{ groups: { key: string; name: string }[] }>('directory')).groups.map((group) => [
        group.key,
        group.name,
      ]),
    );
    const counts = new Map<string, number>();
    for (const { to, id } of all)
      if (Number(id.slice(1)) > Number((this.#seen.get(to) ?? 'm0').slice(1)))
        counts.set(to, (counts.get(to) ?? 0) + 1);
    return [...counts].map(([to, count]) => `! unread ${names.get(to) ?? to}: ${count}`).sort();
  }
}
