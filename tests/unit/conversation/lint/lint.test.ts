import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { FINDINGS } from '../../../../src/conversation/compile/finding.js';
import { findingLine, loadFlows } from '../../../../src/conversation/index.js';
import { flowText, registry } from '../house.js';

const withRoles = { ...registry, roles: ['inspector', 'leader'] };
const GOOD = ['report-shop', 'refresh-shop', 'situation'];

function lint(files: Record<string, string>): string[] {
  const { findings } = loadFlows(
    Object.entries(files).map(([id, text]) => ({ file: `bot-flows/${id}.yaml`, text })),
    withRoles,
  );
  return findings.map(findingLine);
}

/** The good flows with one edit in one of them. */
function edited(id: string, from: string, to: string): Record<string, string> {
  const files = Object.fromEntries(GOOD.map((each) => [each, flowText(each)]));
  const text = files[id] ?? '';
  expect(text).toContain(from);
  return { ...files, [id]: text.replace(from, to) };
}

test('the good flows are good', () => {
  expect(lint(edited('situation', 'title', 'title'))).toEqual([]);
});

/** Flow, what is replaced, by what, the finding expected, its line and column. */
const MISTAKES: [string, string, string, string, string][] = [
  ['report-shop', 'title: 上报门店', 'title: [上报门店', 'yaml', ''],
  ['report-shop', 'when: staff.total > 2', 'when: !has(name)', 'bang_unquoted', '51:11'],
  ['report-shop', "item: '{{name}}'", 'item: {{name}}', 'quotes_missing', '50:11'],
  ['report-shop', "say: '{{name}}一个月多少钱？'", 'say: {{name}}一个月多少钱？', 'quotes_missing', '56:22'],
  ['report-shop', 'say: 一共多少人？', 'say: 人数: 多少', 'quotes_missing', '34:14'],
  ['report-shop', 'when: staff.total > 2', 'when: "a" == name', 'quotes_missing', '51:15'],
  ['report-shop', 'minutes: 3', 'minuts: 3', 'format', '6:1'],
  ['report-shop', 'minutes: 3', 'minutes: three', 'format', '6:10'],
  ['report-shop', 'title: 上报门店', 'title: 上报门店上报门店上报门店上报门店上报门店上', 'format', '2:8'],
  ['report-shop', '  - ask: kind\n', '  - aks: kind\n', 'format', '9:5'],
  ['report-shop', '    hint: 照', '    hnt: 照', 'format', '13:5'],
  ['report-shop', 'flow: report-shop', 'flow: report-shops', 'file_name', '1:7'],
  ['situation', 'flow: situation', 'flow: report-shop', 'flow_twice', '1:7'],
  ['situation', '[重要情况, 紧急情况]', '[重要情况, 上报门店]', 'phrase_twice', '3:39'],
  ['situation', '[重要情况, 紧急情况]', '[继续]', 'phrase_is_command', '3:33'],
  ['situation', 'menu: situation', 'menu: report_shop', 'menu_twice', '3:16'],
  ['report-shop', '[inspector]', '[inspecter]', 'audience_unknown', '4:12'],
  ['report-shop', 'minutes: 3', 'timeouts: { remind: 2d, park: 1d }', 'timeouts_order', '6:11'],
  ['report-shop', 'minutes: 3', 'migrate: [{ rename: { old: nothing } }]', 'migrate_unknown', '6:28'],
  ['report-shop', 'record: shop', 'record: shp', 'record_unknown', '7:9'],
  ['report-shop', 'ask: photo', 'ask: foto', 'field_unknown', '59:10'],
  ['report-shop', 'ask: photo', 'ask: name', 'field_twice', '59:10'],
  ['report-shop', 'steps:', 'fields: { photo: { label: 图 } }\nsteps:', 'field_defined_twice', '8:18'],
  ['situation', 'steps:', '  more: { label: 更多 }\nsteps:', 'field_not_asked', '7:9'],
  ['report-shop', 'repeat: workers', 'repeat: worker', 'list_unknown', '48:13'],
  ['report-shop', 'ask: photo', 'ask: workers', 'list_as_field', '59:10'],
  ['situation', 'kind: integer', 'kind: choice', 'options_missing', '10:10'],
  ['situation', 'kind: integer', 'kind: choice, options: few', 'options_list_unknown', '6:11'],
  ['situation', 'kind: integer', 'kind: choice, options: { a: 甲, b: 甲 }', 'option_twice', '10:10'],
  ['situation', 'steps:', '  package: { label: 包 }\nsteps:\n  - ask: package', 'name_reserved', ''],
  ['report-shop', 'as: same', 'as: kind', 'name_taken', '15:9'],
  [
    'report-shop',
    '  - ask: road\n    say: 在哪条路上？\n    choices: { from: roads.ofCell, with: { kind: kind } }\n',
    '',
    'required_never_asked',
    '9:3',
  ],
  [
    'report-shop',
    '  - ask: kind\n    say: 这是哪一类？\n',
    '  - ask: kind\n    when: me.name != "x"\n',
    'required_may_be_hidden',
    '10:11',
  ],
  ['report-shop', '  - ask: kind\n', '  - ask: kind\n    required: false\n', 'required_may_be_empty', '9:5'],
  ['situation', '  - submit: shops.refresh\n    done: 已上报。\n', '', 'no_end', '8:3'],
  ['situation', '  - ask: what\n    say: 发生了什么？\n  - ask: people\n', '', 'no_question', '8:3'],
  ['situation', '    done: 已上报。', '    when: people > 1', 'may_not_end', ''],
  ['situation', 'steps:', 'steps:\n  - stop: 完', 'not_reached', '9:5'],
  ['report-shop', '  - review\n', '', 'no_review', '62:5'],
  ['report-shop', '  - review\n', '  - review\n  - ask: staff.notes\n', 'field_unknown', ''],
  ['report-shop', '    on:\n', '    on:\n      many:\n        - say: 多\n', 'branch_dead', ''],
  [
    'report-shop',
    '      - ask: [name, mobile]\n',
    '      - ask: [name, mobile]\n        default: "1"\n',
    'group_parts',
    '',
  ],
  ['report-shop', 'photo:licence', 'photo:name', 'media_kind', ''],
  ['report-shop', '    say: 门店全称是什么？\n', '    choices: { filter: "true" }\n', 'filter_without_options', ''],
  ['report-shop', '        constraint: staff.signed <= staff.total\n', '', 'message_without_constraint', ''],
  ['report-shop', '        message: 签合同的', '        hint: 签合同的', 'constraint_without_message', ''],
  ['report-shop', '        warnIf: pay < 1900\n', '', 'warn_without_condition', ''],
  ['report-shop', "        warn: '{{pay}}比最低工资还低'\n", '', 'condition_without_warn', ''],
  [
    'report-shop',
    '    required: false\n  - review',
    '    required: false\n    keep: true\n  - review',
    'keep_without_default',
    '',
  ],
  ['refresh-shop', 'defaultsFrom: last', 'defaultsFrom: lst', 'defaults_from_unknown', '9:15'],
  ['refresh-shop', 'defaultsFrom: last', 'defaultsFrom: last\naside: nobody', 'aside_unknown', '10:8'],
  ['report-shop', '    title: 劳动者\n', '    title: 劳动者\n    min: 9\n    max: 3\n', 'repeat_bounds', ''],
  ['report-shop', "    item: '{{name}}'\n    when", '    when', 'repeat_without_item', ''],
  ['report-shop', '      - ask: pay\n', '      - submit: shops.report\n      - ask: pay\n', 'not_in_repeat', ''],
  ['report-shop', 'lookup: shops.similar', 'lookup: shops.similiar', 'action_unknown', ''],
  ['report-shop', 'submit: shops.report', 'submit: shops.similar', 'action_kind', ''],
  ['report-shop', '    pick: 附近有几家名字像的，是哪一家？\n', '', 'many_ignored', ''],
  ['report-shop', 'go: refresh-shop', 'go: refresh-shp', 'flow_unknown', ''],
  ['report-shop', 'with: { shopId: same.id }', 'with: { shop: same.id }', 'takes_missing', ''],
  ['report-shop', 'with: { shopId: same.id }', 'with: { shopId: same.id, x: "1" }', 'takes_unknown', ''],
  ['situation', 'say: 发生了什么？', `say: ${'很长'.repeat(300)}`, 'text_too_long', ''],
  ['situation', 'kind: integer', `kind: choice, options: { a: ${'长'.repeat(50)}, b: 乙 }`, 'option_too_long', ''],
  ['report-shop', 'when: staff.total > 2', 'when: staff.total >', 'expr_syntax', ''],
  [
    'report-shop',
    'when: staff.total > 2',
    `when: ${Array(90).fill('staff.total > 2').join(' && ')}`,
    'expr_too_long',
    '',
  ],
  ['report-shop', 'when: staff.total > 2', 'when: staff.totl > 2', 'expr_unknown_name', ''],
  ['report-shop', 'when: staff.total > 2', 'when: staff.total > "2"', 'expr_types', ''],
  ['report-shop', 'when: staff.total > 2', 'when: staff.total', 'expr_result', ''],
  ['report-shop', 'when: staff.total > 2', 'when: size(name) > 2', 'expr_not_allowed', ''],
  ['report-shop', 'when: staff.total > 2', 'when: name.matches(name)', 'expr_pattern', ''],
  ['report-shop', 'kind != "unlicensed"', 'kind != "unlicenced"', 'expr_option', '26:19'],
  ['report-shop', 'when: staff.total > 2', 'when: has(staff)', 'expr_has', ''],
  ['report-shop', '    hint: 照执照写；无照的写招牌名\n', '    when: staff.total > 2\n', 'when_reads_later', '13:11'],
  ['report-shop', 'default: 10', 'default: count(workers)', 'reads_later', ''],
  ['report-shop', 'when: staff.total > 2', 'when: true', 'when_constant', ''],
  ['report-shop', 'value: staff.total - staff.signed', 'value: staff.unsigned + 1', 'cycle', ''],
  ['report-shop', '{{fileNo}}', '{{filNo}}', 'expr_unknown_name', ''],
  ['report-shop', '{{fileNo}}', '{{fileNo}', 'braces', ''],
  ['report-shop', '{{fileNo}}', 'fileNo}}', 'braces', ''],
  ['report-shop', '{{found.fileNo}}', '{{found.fielNo}}', 'expr_unknown_name', ''],
];

describe('every mistake is found', () => {
  test.each(MISTAKES)('%s: %j → %j is %s', (id, from, to, code, at) => {
    const lines = lint(edited(id, from, to));
    const found = lines.filter((line) => line.startsWith(`bot-flows/${id}.yaml:`) && line.includes(` ${code} `));
    expect(found.length > 0 ? found : lines).toEqual(found.length > 0 ? found : [`… ${code} …`]);
    if (at !== '') expect(found[0]).toContain(`${id}.yaml:${at} `);
  });

  test.each([
    ['when: staff.total > 2', 'when: staff.totl > 2', '是不是 total？'],
    ['when: staff.total > 2', 'when: staff.total == yes', '是写 true，否写 false。'],
    ['when: staff.total > 2', 'when: name == “王”', '换成半角的'],
  ])('the hint for %j → %j says what to do', (from, to, hint) => {
    expect(lint(edited('report-shop', from, to)).join('\n')).toContain(hint);
  });

  test('each finding has a sentence and a hint without holes', () => {
    for (const [id, from, to] of MISTAKES) {
      for (const line of lint(edited(id, from, to))) expect(line).not.toMatch(/undefined|\[object|。。/);
    }
  });
});

describe('wherever the mistake is', () => {
  const places = GOOD.flatMap((id) =>
    flowText(id)
      .split('\n')
      .flatMap((line, i) => {
        const [, before = '', key = ''] = /^( *(?:- )?)([a-zA-Z]+):/.exec(line) ?? [];
        return key === '' ? [] : [{ id, line: i, column: before.length + 1, key }];
      }),
  );
  const withLine = (id: string, at: number, change: (line: string) => string): Record<string, string> => {
    const lines = flowText(id).split('\n');
    lines[at] = change(lines[at] ?? '');
    return { ...Object.fromEntries(GOOD.map((each) => [each, flowText(each)])), [id]: lines.join('\n') };
  };

  test('a key that is none is found at its line', () => {
    fc.assert(
      fc.property(fc.constantFrom(...places), ({ id, line, key }) => {
        const found = lint(withLine(id, line, (text) => text.replace(`${key}:`, `${key}q:`)));
        // a key of a map of names (fields, options) is a name: then something else does not fit
        expect(found.some((each) => each.startsWith(`bot-flows/${id}.yaml:`) && each.includes(' error '))).toBe(true);
      }),
      { seed: 20100726, numRuns: 60 },
    );
  });

  test('an unknown name in a condition is found at its line and column', () => {
    const conditions = places.filter(({ key }) => /^(when|constraint|warnIf|default|value)$/.test(key));
    expect(conditions.length).toBeGreaterThan(5);
    fc.assert(
      fc.property(fc.constantFrom(...conditions), ({ id, line, column, key }) => {
        const found = lint(withLine(id, line, (text) => text.replace(/:.*/, ': strangeName > 1')));
        const at = `bot-flows/${id}.yaml:${line + 1}:${column + key.length + 2} error expr_unknown_name `;
        expect(found.filter((each) => each.startsWith(at))).toHaveLength(1);
      }),
      { seed: 20100726, numRuns: 30 },
    );
  });
});

test('at least forty different mistakes are tried', () => {
  expect(new Set(MISTAKES.map(([id, from, to]) => `${id} ${from} ${to}`)).size).toBeGreaterThanOrEqual(40);
});

describe('subflows', () => {
  const address = `flow: address
title: 地址
takes: [town]
fields:
  town: { label: 镇 }
  road: { label: 路 }
  no: { label: 门牌 }
steps:
  - ask: road
    when: town != ""
  - ask: no
  - submit: shops.refresh
`;
  const user = `flow: user
title: 用地址
fields:
  town: { label: 镇 }
  where: { label: 门牌 }
steps:
  - ask: town
  - use: address
    as: home
    with: { town: town }
    returns: { where: no }
  - stop: 好
`;

  test('good ones are good', () => {
    expect(lint({ address, user })).toEqual([]);
  });

  test.each([
    ['use: address', 'use: adress', 'flow_unknown'],
    ['use: address', 'use: user', 'flow_recursion'],
    ['    with: { town: town }\n', '', 'takes_missing'],
    ['with: { town: town }', 'with: { town: town, x: town }', 'takes_unknown'],
    ['returns: { where: no }', 'returns: { where: nr }', 'returns_unknown'],
    ['returns: { where: no }', 'returns: { wher: no }', 'field_unknown'],
    ['with: { town: town }', 'with: { town: 3 }', 'expr_result'],
  ])('%s → %s is %s', (from, to, code) => {
    expect(user).toContain(from);
    expect(lint({ address, user: user.replace(from, to) }).some((line) => line.includes(` ${code} `))).toBe(true);
  });

  test('a step after the review is asked too late', () => {
    const late = user
      .replace('  - stop: 好', '  - review\n  - ask: where\n  - submit: shops.refresh')
      .replace('\n    returns: { where: no }', '');
    expect(lint({ address, user: late }).join('\n')).toMatch(/asked_after_review/);
  });

  test('a computed place is none', () => {
    const text = user
      .replace('where: { label: 门牌 }', 'where: { label: 门牌, kind: location }')
      .replace('    returns: { where: no }', '  - compute: where\n    value: town');
    expect(lint({ address, user: text }).join('\n')).toMatch(/compute_kind/);
  });

  test('a place has no default', () => {
    const text = user
      .replace('where: { label: 门牌 }', 'where: { label: 门牌, kind: location }')
      .replace('    returns: { where: no }', '  - ask: where\n    default: town');
    expect(lint({ address, user: text }).join('\n')).toMatch(/default_kind/);
  });
});

test('every code is tried', () => {
  const tried = new Set([
    ...MISTAKES.map(([, , , code]) => code),
    ...['flow_recursion', 'returns_unknown', 'asked_after_review', 'compute_kind', 'default_kind'],
  ]);
  expect(Object.keys(FINDINGS).filter((code) => !tried.has(code))).toEqual([]);
});
