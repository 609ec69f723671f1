/** Names of a form as names of a flow: ASCII, not kept by the expression language, each only once in the whole form. */
import { patternOf } from '../answer-path.js';
import type { FormFinding } from './finding.js';
import type { Model } from './model.js';
import type { Group, Item } from './survey.js';

export interface Named {
  /** Path inside the entry or the flow. */
  path: string;
  /** Names of the lists around it, outermost first. */
  lists: readonly string[];
  /** `workers[].name` in the flow. */
  inner: string;
  /** The same as the form has it. */
  outer: string;
}

const RESERVED = new Set(
  `true false null in as break const continue else for function if import let loop namespace package return var void while
  int uint double bool string bytes list map type dyn null_type optional_type me today index option found result then e`.split(
    /\s+/,
  ),
);

export function nameItems(items: readonly Item[]): Pick<Model, 'named' | 'around' | 'findings'> {
  const named = new Map<Item, Named>();
  const around = new Map<Item, readonly Group['is'][]>();
  const findings: FormFinding[] = [];
  const taken = new Set<string>();
  const walk = (inner: readonly Item[], lists: readonly string[], outer: string, within: readonly Group['is'][]) => {
    const here = new Set<string>();
    for (const item of inner) {
      around.set(item, within);
      if (item.is === 'group') {
        walk(item.items, lists, outer, [...within, 'group']);
        continue;
      }
      if (here.has(item.name)) {
        findings.push({ sheet: 'survey', row: item.row, code: 'name_twice', facts: { name: item.name } });
      }
      here.add(item.name);
      const own = item.cells.get('lw_name');
      const path = own ?? freeName(item.name, item.row, taken);
      if (path !== (own ?? item.name)) {
        const facts = { name: item.name, as: path };
        findings.push({ sheet: 'survey', row: item.row, code: 'name_changed', facts });
      }
      const prefix = lists.map((list) => `${list}[].`).join('');
      named.set(item, { path, lists, inner: `${prefix}${path}`, outer: `${outer}${own ?? item.name}` });
      if (item.is === 'repeat')
        walk(item.items, [...lists, path], `${outer}${own ?? item.name}[].`, [...within, 'repeat']);
    }
  };
  walk(items, [], '', []);
  return { named, around, findings };
}

/** Names that differ, for translating the paths of answers. */
export function outerNames(named: ReadonlyMap<Item, Named>): Map<string, string> {
  const entries = [...named.values()].filter(({ inner, outer }) => inner !== outer);
  return new Map(entries.map(({ inner, outer }) => [patternOf(inner), patternOf(outer)]));
}

/** A name that is free; nothing may be a field and a group of fields (`a` and `a.b`) at once. */
function freeName(name: string, row: number, taken: Set<string>): string {
  const plain = /^[A-Za-z_]\w*(\.[A-Za-z_]\w*)*$/.test(name) ? name : plainName(name, row);
  const first = plain.split('.')[0] ?? '';
  const start = RESERVED.has(first) ? plain.replace(first, `${first}_`) : plain;
  for (let n = 1; ; n++) {
    const tried = n === 1 ? start : `${start.replaceAll('.', '_')}_${n}`;
    const clash = [...taken].some(
      (each) => each === tried || each.startsWith(`${tried}.`) || tried.startsWith(`${each}.`),
    );
    if (clash) continue;
    taken.add(tried);
    return tried;
  }
}

export function plainName(name: string, row: number): string {
  const ascii = name.replace(/\W+/g, '_').replace(/^_+|_+$/g, '');
  if (ascii === '') return `field_${row}`;
  return /^\d/.test(ascii) ? `_${ascii}` : ascii;
}
