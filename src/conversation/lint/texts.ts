/** Texts and options against what every channel can show. */
import { byteLength } from '../../lib/utf8.js';
import type { Report } from '../compile/finding.js';
import type { FieldNode, Plan, YamlPath } from '../compile/plan.js';
import { PAGE } from '../dialog/choices.js';

/** Text of the app, wecom.md 3.2; head of a kf menu, wecom.md 6.4; one entry of it. Room is left for what the engine adds. */
const TEXT_MAX = 2048;
const MENU_HEAD_MAX = 1024;
const OPTION_MAX = 128;
const ROOM = 400;

export function lintTexts(plan: Plan, report: Report): void {
  for (const { nodes } of plan.blocks) {
    for (const node of nodes) {
      if (node.kind === 'field') lintQuestion(node, report);
      else if (node.kind === 'note' || node.kind === 'stop')
        tooLong(report, node.at, node.text.source, TEXT_MAX - ROOM);
      else if (node.kind === 'review') tooLong(report, node.at, node.text?.source ?? '', ROOM);
      else if (node.kind === 'submit') tooLong(report, [...node.at, 'done'], node.done?.source ?? '', TEXT_MAX - ROOM);
      else if (node.kind === 'lookup') {
        tooLong(report, [...node.at, 'confirm'], node.confirm?.source ?? '', MENU_HEAD_MAX - ROOM);
        tooLong(report, [...node.at, 'pick'], node.pick?.source ?? '', MENU_HEAD_MAX - ROOM);
      }
    }
  }
}

function tooLong(report: Report, at: YamlPath, text: string, max: number): void {
  const bytes = byteLength(text);
  if (bytes > max) report('text_too_long', at, { bytes, max });
}

function lintQuestion({ say, hint, warn, message, field, at }: FieldNode, report: Report): void {
  const options = field.options ?? [];
  const question = `${hint?.source ?? ''}\n${say?.source ?? ''}`;
  tooLong(report, [...at, 'say'], question, (options.length > 0 ? MENU_HEAD_MAX : TEXT_MAX) - ROOM);
  tooLong(report, [...at, 'warn'], warn?.source ?? '', MENU_HEAD_MAX - ROOM);
  tooLong(report, [...at, 'message'], message?.source ?? '', MENU_HEAD_MAX - ROOM);
  const page = options.slice(0, PAGE).map(({ label }, i) => `${i + 1} ${label}`);
  tooLong(report, [...at, 'ask'], [question, ...page].join('\n'), TEXT_MAX);
  for (const { label } of options) {
    const bytes = byteLength(label);
    if (bytes > OPTION_MAX) report('option_too_long', [...at, 'ask'], { word: label, bytes, max: OPTION_MAX });
  }
  for (const key of ['value', 'label'] as const) {
    const words = options.map((option) => option[key]);
    const twice = words.find((word, i) => words.indexOf(word) !== i);
    if (twice !== undefined) report('option_twice', [...at, 'ask'], { word: twice });
  }
}
