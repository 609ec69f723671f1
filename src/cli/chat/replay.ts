/** Plays a transcript against the running service and tells what has become different. */
import { readScript, type Step } from '../../sandbox/script.js';
import type { SandboxControls } from './client.js';
import { diffLines } from './diff.js';
import { minuteOf, openStage, type Stage } from './stage.js';

/** Lines around a difference. */
const CONTEXT = 3;
const DIM = '\u001b[2m';
const COLOURS = { ' ': '', '-': '\u001b[31m', '+': '\u001b[32m' } as const;
const PLAIN = '\u001b[0m';

/** What the records became is not seen from here: lines with `!` are left out of the comparison. */
const compared = (lines: readonly string[]) => lines.filter((line) => !line.startsWith('!'));

/** @returns 0 the same, 1 different */
export async function replayChat(
  sandbox: SandboxControls,
  transcript: string,
  out: { print(line: string): void; colour: boolean },
): Promise<0 | 1> {
  const script = readScript(transcript);
  const begins = script.find((step) => step.kind === 'direct' && step.word === 'as');
  if (begins?.kind !== 'direct') throw new Error('a transcript says who speaks: # as: userid');
  const stage = await openStage(sandbox, begins.value);
  const now: string[] = [];
  for (const step of script) now.push(...step.lines, ...(await perform(stage, sandbox, step, out.print)));
  const diff = diffLines(compared(transcript.replace(/\n+$/, '').split('\n')), compared(now));
  const changed = diff.flatMap(({ mark }, i) => (mark === ' ' ? [] : [i]));
  if (changed.length === 0) {
    out.print(`✓ ${now.length} lines, as they were`);
    return 0;
  }
  let told = -1;
  for (const [i, { mark, line }] of diff.entries()) {
    if (!changed.some((at) => Math.abs(at - i) <= CONTEXT)) continue;
    if (told >= 0 && i > told + 1) out.print(out.colour ? `${DIM}…${PLAIN}` : '…');
    out.print(out.colour ? `${COLOURS[mark]}${mark} ${line}${PLAIN}` : `${mark} ${line}`);
    told = i;
  }
  const count = (wanted: string) => diff.filter(({ mark }) => mark === wanted).length;
  out.print(`✗ ${count('-')} lines gone, ${count('+')} lines new`);
  return 1;
}

async function perform(
  stage: Stage,
  sandbox: SandboxControls,
  step: Step,
  print: (line: string) => void,
): Promise<string[]> {
  if (step.kind === 'remark') return [];
  if (step.kind === 'say') return stage.say(step.text);
  switch (step.word) {
    case 'as':
      stage.become(step.value);
      return [];
    case 'look':
      return stage.look(step.value);
    case 'now': {
      const { now } = await sandbox.clock();
      const stands = minuteOf(now);
      if (step.value > stands) return (await stage.wait({ now: step.value })).heard;
      if (step.value < stands) print(`# the clock stands at ${stands} and stays there (${step.value} is past)`);
      return [];
    }
    default:
      print(`# left out: ${step.word}`);
      return [];
  }
}
