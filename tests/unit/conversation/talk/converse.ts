/** Talks through a flow written in the test, and gives the lines that were said, with choices in brackets. */
import { type FlowFile, flowsOf, loadFlows, type Registry } from '../../../../src/conversation/index.js';
import { registry as houseRegistry } from '../house.js';
import { makeTalker, type Talker } from './talker.js';

export interface Conversation {
  /** What is said to one message: `< 32` and then the answers. */
  lines: string[];
  talker: Talker;
}

interface Options {
  more?: Record<string, string>;
  registry?: Registry;
  house?: Parameters<typeof makeTalker>[2];
}

/** @param said what the person says; `[photo p1]` and the like for what is not text, `[tap id]` for the last card */
export function converse(
  yaml: string,
  said: readonly string[],
  { more = {}, registry, house }: Options = {},
): Conversation {
  const files: FlowFile[] = [
    { file: 't.yaml', text: `flow: t\ntitle: 试\n${yaml}` },
    ...Object.entries(more).map(([id, text]) => ({ file: `${id}.yaml`, text })),
  ];
  const { flows, findings } = loadFlows(files, registry ?? houseRegistry);
  const errors = findings.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new Error(JSON.stringify(errors, null, 1));
  const talker = makeTalker(flowsOf(flows), undefined, house);
  const lines: string[] = [];
  let card = { taskId: '' };
  const hear = (heard: ReturnType<Talker['give']>) => {
    for (const { action, args } of heard.calls) lines.push(`! ${action} ${JSON.stringify(args)}`);
    for (const { text, choices, taskId } of heard.says) {
      const options = choices === undefined ? '' : ` [${choices.map(({ label }) => label).join('|')}]`;
      lines.push(`${text}${options}`.replaceAll('\n', ' / '));
      if (taskId !== undefined) card = { taskId };
    }
    for (const { outcome } of heard.ends) lines.push(`! ${outcome}`);
  };
  talker.give({ kind: 'start', flow: 't' });
  lines.length = 0;
  for (const text of said) {
    lines.push(`< ${text}`);
    const [, what, rest = ''] = /^\[(\w+) ?(.*)\]$/.exec(text) ?? [];
    if (what === 'tap') hear(talker.give({ kind: 'pick', taskId: card.taskId, choiceIds: rest.split(',') }));
    else if (what === 'place') hear(talker.give({ kind: 'location', lat: 34.8, lng: 113.6, label: rest }));
    else if (what !== undefined) hear(talker.give({ kind: what as 'photo' | 'file', fileId: rest }));
    else hear(talker.give({ kind: 'text', text: text.replaceAll('\\n', '\n') }));
  }
  return { lines, talker };
}
