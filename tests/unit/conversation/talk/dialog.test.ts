/** Constructs of the language and turns of a conversation that the golden ones do not have. */
import { describe, expect, test } from '@jest/globals';
import type { RecordCheck } from '../../../../schemas/field.js';
import type { Registry } from '../../../../src/conversation/index.js';
import { registry, shop } from '../house.js';
import { converse } from './converse.js';

/** Only what is said after the last message. */
function lastAnswer({ lines }: { lines: string[] }): string[] {
  return lines.slice(lines.findLastIndex((line) => line.startsWith('< ')) + 1);
}

test('answers of every kind', () => {
  const { lines } = converse(
    `fields:
  many: { label: 保险, kind: choices, options: { a: 养老, b: 医疗, c: 工伤 } }
  day: { label: 日期, kind: date }
  month: { label: 月份, kind: month }
  time: { label: 时间, kind: time }
  yes: { label: 有没有, kind: yes_no }
  pics: { label: 照片, kind: photos }
  place: { label: 位置, kind: location }
  doc: { label: 合同, kind: file, required: false }
  phone: { label: 电话, kind: phone }
  rate: { label: 比例, kind: decimal, unit: '%' }
steps:
  - ask: many
  - ask: day
  - ask: month
  - ask: time
  - ask: yes
  - ask: pics
  - ask: place
  - ask: doc
  - ask: phone
  - ask: rate
  - submit: shops.refresh
`,
    [
      '1 3',
      '昨天',
      '上个月',
      '上午8点半',
      '1',
      '文字',
      '[photo a]',
      '[photo b]',
      '完成',
      '在哪',
      '[place 某路1号]',
      '没有',
    ].concat(['0371-63630000', '12.5']),
  );
  expect(lines.at(-3)).toBe(
    '! shops.refresh {"record":{"many":["a","c"],"day":"2010-08-09","month":"2010-07","time":"08:30","yes":true,' +
      '"pics":["a","b"],"place":{"lat":34.8,"lng":113.6,"label":"某路1号"},"phone":"0371-63630000","rate":12.5},"extra":{}}',
  );
  expect(lines).toContain('这里要一张照片（照片）。请直接拍照，或从相册发图。 / 请拍照片。');
  expect(lines).toContain('已收 2 张。还有就接着发，没有了回“完成”。 [完成]');
});

describe('lookups', () => {
  const yaml = `fields: { name: { label: 名 } }
steps:
  - ask: name
  - lookup: shops.similar
    as: same
    with: { name: name }
    item: '{{found.name}}（{{found.fileNo}}）'
    confirm: 是“{{found.name}}”吗？
    pick: 是哪一家？
    on:
      one: [{ say: '就是{{same.name}}。' }]
      none: [{ say: 没找到。 }]
  - submit: shops.refresh
    with: { id: same.id }
`;
  const found = (n: number) => (action: string) => ({
    ok: true as const,
    value:
      action === 'shops.similar'
        ? Array.from({ length: n }, (_, i) => ({ id: `s${i}`, name: `店${i}`, fileNo: `00${i}` }))
        : {},
  });

  test.each([
    [
      0,
      [],
      [
        '! shops.similar {"name":"x店"}',
        '! shops.refresh {"record":{"name":"x店"},"extra":{}}',
        '没找到。 / 已交上去了。',
      ],
    ],
    [1, ['是'], ['! shops.refresh {"record":{"name":"x店"},"extra":{},"id":"s0"}', '就是店0。 / 已交上去了。']],
    [1, ['不是'], ['! shops.refresh {"record":{"name":"x店"},"extra":{}}', '没找到。 / 已交上去了。']],
    [3, ['2'], ['! shops.refresh {"record":{"name":"x店"},"extra":{},"id":"s1"}', '就是店1。 / 已交上去了。']],
    [3, ['[tap r2]'], ['! shops.refresh {"record":{"name":"x店"},"extra":{},"id":"s2"}', '就是店2。 / 已交上去了。']],
    [3, ['都不是'], ['! shops.refresh {"record":{"name":"x店"},"extra":{}}', '没找到。 / 已交上去了。']],
  ])('%i found, %j', (n, said, expected) => {
    expect(lastAnswer(converse(yaml, ['x店', ...said], { house: found(n) }))).toEqual([...expected, '! submitted']);
  });

  test('are asked as the author says', () => {
    expect(lastAnswer(converse(yaml, ['x店'], { house: found(3) }))).toEqual([
      '! shops.similar {"name":"x店"}',
      '是哪一家？ [店0（000）|店1（001）|店2（002）|都不是]',
    ]);
  });

  test('a list of what was found is made anew when it is asked for again, and does not come back after something else', () => {
    let n = 3;
    const house = (action: string) => found(n)(action);
    const shops = `start: { say: [选店] }\n${yaml.replace('  - ask: name\n', '').replace('    with: { name: name }\n', '').replace('  - submit', '  - ask: name\n  - submit')}`;
    const other = `flow: other\ntitle: 别的\nstart: { say: [别的事] }\nfields: { x: { label: 数 } }\nsteps:\n  - ask: x\n  - stop: 好。\n`;
    const { lines, talker } = converse(shops, ['选店'], { house, more: { other } });
    expect(lines.at(-1)).toContain('[店0（000）|店1（001）|店2（002）|都不是]');
    n = 2;
    const text = (said: string) =>
      talker.give({ kind: 'text', text: said }).says.flatMap(({ choices = [] }) => choices);
    expect(text('选店').map(({ label }) => label)).toEqual(['店0（000）', '店1（001）', '都不是']);
    text('别的事');
    text('5');
    expect(talker.state()?.active).toBeUndefined();
  });

  test('a refusal of the house is told, and nothing was found', () => {
    const house = (action: string) =>
      action === 'shops.similar'
        ? { ok: false as const, code: 'not_allowed', text: '查不了。' }
        : { ok: true as const, value: {} };
    expect(lastAnswer(converse(yaml, ['x店'], { house })).at(-2)).toBe('查不了。 / 没找到。 / 已交上去了。');
  });
});

describe('rules of the whole record', () => {
  const checks: RecordCheck[] = [
    {
      code: 'name_short',
      level: 'soft',
      atEnd: true,
      reads: ['name'],
      holds: (get) => (get('name') as string).length > 3,
      say: () => '名字很短',
    },
    {
      code: 'total_known',
      level: 'hard',
      atEnd: true,
      reads: ['staff.total', 'name'],
      holds: (get, { lastTotal }) => (get('staff.total') as number) <= (lastTotal ?? 0) * 10,
      say: (_, { lastTotal }) => `上次才 ${lastTotal} 人`,
    },
  ];
  const own: Registry = { ...registry, records: new Map([['shop', { ...shop, checks }]]) };
  const yaml = `record: shop
fields: { last: { label: 上次, kind: integer } }
facts: { lastTotal: last }
steps:
  - ask: last
  - ask: name
  - ask: staff.total
  - submit: shops.refresh
    partial: true
`;

  test('run before it is handed over: hard ones are put right, soft ones confirmed', () => {
    const { lines } = converse(yaml, ['2', '小店', '300', '1', '15'], { registry: own });
    expect(lines.slice(4)).toEqual([
      '< 300',
      '名字很短，确认吗？ [确认|改门店名称]',
      '< 1',
      '上次才 2 人。 [改用工总数|改门店名称]',
      '< 15',
      '! shops.refresh {"record":{"name":"小店","staff":{"total":15}},"extra":{"last":2}}',
      '已交上去了。',
      '! submitted',
    ]);
  });

  test('the field is asked again and the record goes', () => {
    const { lines } = converse(yaml, ['2', '小店', '300', '1', '1', '15'], { registry: own });
    expect(lines.slice(-3)).toEqual([
      '! shops.refresh {"record":{"name":"小店","staff":{"total":15}},"extra":{"last":2}}',
      '已交上去了。',
      '! submitted',
    ]);
  });
});

test('what the schema refuses in the end is asked again', () => {
  const strict: Registry = {
    ...registry,
    records: new Map([
      [
        'shop',
        {
          ...shop,
          schema: (shop.schema as import('zod').ZodObject).refine((r) => r.name !== '坏名字', {
            path: ['name'],
            message: '这个名字不能用',
          }),
        },
      ],
    ]),
  };
  const { lines } = converse(
    'record: shop\nsteps:\n  - ask: kind\n  - ask: name\n  - ask: road\n    choices: { from: roads.ofCell }\n  - ask: staff.total\n  - submit: shops.refresh\n',
    ['企业', '坏名字', '测试一路', '3', '好名字'],
    { registry: strict },
  );
  expect(lines.slice(lines.indexOf('< 3'))).toEqual([
    '< 3',
    '这个名字不能用。 / 现在填的是 坏名字，不改就回“对”。 / 门店名称？',
    '< 好名字',
    '! shops.refresh {"record":{"kind":"company","name":"好名字","road":"r1","staff":{"total":3}},"extra":{}}',
    '已交上去了。',
    '! submitted',
  ]);
});

describe('options of a service', () => {
  const yaml = `fields: { road: { label: 路, kind: choice } }
steps:
  - ask: road
    choices: { from: roads.ofCell }
  - submit: shops.refresh
`;
  const roads = (...names: string[]) => names.map((name) => ({ value: name, label: `${name}路` }));

  test('a number means the list that was shown; when that has changed, it means nothing', () => {
    const lists = [roads('甲', '乙'), roads('丙', '甲', '乙'), roads('丙', '甲', '乙')];
    const house = (action: string) => ({
      ok: true as const,
      value: action === 'roads.ofCell' ? (lists.shift() ?? []) : {},
    });
    const { lines } = converse(yaml, ['2', '2'], { house });
    expect(lines.filter((line) => !line.startsWith('! roads'))).toEqual([
      '< 2',
      '路是哪一种？ [丙路|甲路|乙路]',
      '< 2',
      '! shops.refresh {"record":{"road":"甲"},"extra":{}}',
      '记下了：甲路。 / 已交上去了。',
      '! submitted',
    ]);
  });

  test('a name means the same in every list', () => {
    const lists = [roads('甲', '乙'), roads('丙', '甲', '乙')];
    const house = (action: string) => ({
      ok: true as const,
      value: action === 'roads.ofCell' ? (lists.shift() ?? []) : {},
    });
    expect(converse(yaml, ['乙路'], { house }).lines).toContain('! shops.refresh {"record":{"road":"乙"},"extra":{}}');
  });

  test('without any, a question that may be skipped is skipped; one that may not fails kindly and keeps the draft', () => {
    const house = () => ({ ok: true as const, value: [] });
    const optional = converse(yaml.replace('kind: choice', 'kind: choice, required: false'), ['1'], { house });
    expect(optional.talker.state()?.active).toBeUndefined();
    const required = converse(yaml, ['继续'], { house });
    expect(required.lines.join()).toContain('出了问题');
    expect(required.talker.state()?.drafts).toHaveLength(1);
  });
});

test('a submit that is refused names the field to change', () => {
  let tries = 0;
  const house = (action: string) => {
    if (action !== 'shops.refresh') return { ok: true as const, value: {} };
    tries++;
    return tries === 1
      ? { ok: false as const, code: 'conflict', text: '名字用过了。', fields: ['name'] }
      : { ok: true as const, value: {} };
  };
  const yaml = 'fields: { name: { label: 名 } }\nsteps:\n  - ask: name\n  - submit: shops.refresh\n';
  expect(converse(yaml, ['甲', '改名', '乙'], { house }).lines).toEqual([
    '< 甲',
    '! shops.refresh {"record":{"name":"甲"},"extra":{}}',
    '名字用过了。 / 没有交上去，内容都还在。 / 接下来怎么办？ [再交一次|改名|先存着]',
    '< 改名',
    '现在填的是 甲，不改就回“对”。 / 名？',
    '< 乙',
    '! shops.refresh {"record":{"name":"乙"},"extra":{}}',
    '已交上去了。',
    '! submitted',
  ]);
});

test('subflows have names of their own, take and return values, and stand in repeats', () => {
  const sub = `flow: sub
title: 联系人
takes: [kind]
fields: { kind: { label: 类 }, name: { label: 姓名 }, mobile: { label: 手机, kind: mobile }, deep: { label: 深 } }
steps:
  - ask: name
    say: '{{kind}}叫什么？'
  - ask: mobile
    when: name != "王五"
  - compute: deep
    value: name + "先生"
  - review
  - submit: shops.refresh
`;
  const { lines } = converse(
    `repeats: { sites: { label: 工地 } }
fields: { first: { label: 第一 }, who: { label: 谁 }, 'sites[].no': { label: 号 } }
steps:
  - ask: first
  - use: sub
    as: boss
    with: { kind: first }
    returns: { who: deep }
  - repeat: sites
    item: '{{no}}'
    min: 1
    each:
      - ask: no
      - use: sub
        as: head
        with: { kind: no }
  - say: 谢谢{{who}}
  - submit: shops.refresh
    with: { n: count(sites), all: 'join(sites.map(s, s.head.name), "+")', own: boss.name }
`,
    [
      '甲',
      '张三',
      '13800138000',
      '一号',
      '李四',
      '13900139000',
      '再加一个',
      '二号',
      '改 姓名',
      '1',
      '赵六',
      '王五',
      '完成',
    ],
    { more: { sub } },
  );
  expect(lines.slice(lines.indexOf('< 二号'))).toEqual([
    '< 二号',
    '二号叫什么？',
    '< 改 姓名',
    '“姓名”是指哪一项？ [改姓名（张三）|改一号的姓名（李四）|改二号的姓名（没有）]',
    '< 1',
    '现在填的是 张三，不改就回“对”。 / 甲叫什么？',
    '< 赵六',
    '二号叫什么？',
    '< 王五',
    '工地已有 2 个（一号、二号）。还要添加吗？ [再加一个|完成|查看或修改]',
    '< 完成',
    '! shops.refresh {"record":{"first":"甲","boss":{"kind":"甲","name":"赵六","mobile":"13800138000","deep":"赵六先生"},' +
      '"sites":[{"no":"一号","head":{"kind":"一号","name":"李四","mobile":"13900139000","deep":"李四先生"}},' +
      '{"no":"二号","head":{"kind":"二号","name":"王五","deep":"王五先生"}}],"who":"赵六先生"},"extra":{},' +
      '"n":2,"all":"李四+王五","own":"赵六"}',
    '谢谢赵六先生 / 已交上去了。',
    '! submitted',
  ]);
});

test('lists in lists', () => {
  const { lines } = converse(
    `repeats: { sites: { label: 工地 }, 'sites[].crews': { label: 班组 } }
fields:
  'sites[].name': { label: 名 }
  'sites[].crews[].size': { label: 人数, kind: integer }
  all: { label: 合计, kind: integer }
steps:
  - repeat: sites
    item: '{{name}}'
    each:
      - ask: name
      - repeat: crews
        min: 1
        each: { ask: size }
  - compute: all
    value: sum(sites.map(s, sum(s.crews.map(c, c.size))))
  - stop: 共{{all}}人
`,
    [
      '添加',
      '东边',
      '3',
      '再加一个',
      '4',
      '完成',
      '再加一个',
      '西边',
      '5',
      '完成',
      '查看或修改',
      '东边',
      '不改了',
      '完成',
    ],
  );
  expect(lines.at(-2)).toBe('共12人');
});

test('a question that nothing can be chosen for is passed', () => {
  const { lines } = converse(
    `fields:
  a: { label: 甲, kind: integer }
  b: { label: 乙, kind: choice, options: { x: 选一, y: 选二 } }
steps:
  - ask: a
  - ask: b
    choices: { filter: a > 5 }
  - stop: 好
`,
    ['3'],
  );
  expect(lastAnswer({ lines })).toEqual(['好', '! stopped']);
});

test('fields asked together: all, some, one after the other', () => {
  const yaml = `fields: { name: { label: 姓名 }, age: { label: 年龄, kind: integer }, day: { label: 入职, kind: date } }
steps:
  - ask: [name, age, day]
    say: 请写姓名、年龄、入职日期
    constraint: age > 15
    message: 不满十六岁
  - stop: 好
`;
  const last = (...said: string[]) => lastAnswer(converse(yaml, said));
  expect(last('张三 30 2010-08-01')[0]).toContain('记下了：姓名 张三；年龄 30；入职 8月1日 周日。');
  expect(last('姓名：张三\\n年龄：30')).toEqual(['记下了：姓名 张三；年龄 30。 / 入职？']);
  expect(last('张三')).toEqual(['记下了：姓名 张三。请写年龄、入职。']);
  expect(last('张三', '30', '昨天')).toEqual(['记下了：8月9日 周一。 / 好', '! stopped']);
});

test('a number is never a yes', () => {
  const yaml = `fields: { day: { label: 发薪日, kind: integer }, last: { label: 末项 } }
steps:
  - ask: day
    default: 10
  - ask: last
  - review
  - submit: shops.refresh
`;
  const { lines } = converse(yaml, ['1', '甲', '1', '2', '2', '乙', '提交']);
  expect(lines.filter((line) => line.startsWith('!') || line.startsWith('现在'))).toEqual([
    '现在填的是 1，不改就回“对”。 / 发薪日？',
    '现在填的是 甲，不改就回“对”。 / 末项？',
    '! shops.refresh {"record":{"day":2,"last":"乙"},"extra":{}}',
    '! submitted',
  ]);
});

test('a list has its bounds', () => {
  const yaml = `repeats: { list: { label: 名单 } }
fields: { 'list[].n': { label: 名 } }
steps:
  - repeat: list
    min: 2
    max: 3
    each: { ask: n }
  - stop: 好
`;
  const { lines } = converse(yaml, ['甲', '上一步', '再加一个', '乙', '1', '丙', '1']);
  expect(lines).toContain(
    '名单最多 3 个，已经满了。 / 名单已有 3 个（名单1、名单2、名单3）。还要添加吗？ [完成|查看或修改]',
  );
  expect(lines.at(-1)).toBe('! stopped');
});

test('what the flow takes comes from the flow that goes to it', () => {
  const next = `flow: next
title: 下一个
takes: [who]
fields: { who: { label: 谁 }, ok: { label: 好, kind: yes_no } }
steps:
  - say: 你好{{who}}
  - ask: ok
  - submit: shops.refresh
`;
  const { lines } = converse(
    'fields: { name: { label: 名 } }\nsteps:\n  - ask: name\n  - go: next\n    with: { who: name + "先生" }\n',
    ['张', '是'],
    { more: { next } },
  );
  expect(lines).toEqual([
    '< 张',
    '下一个，1 个问题，随时发“暂停”可停。 / 填的时候可以发：上一步、跳过、改 3、帮助。 / 你好张先生 / 好？ [是|否]',
    '! stopped',
    '< 是',
    '! shops.refresh {"record":{"ok":true,"who":"张先生"},"extra":{}}',
    '已交上去了。',
    '! submitted',
  ]);
});

test('a session that goes on for ever is parked', () => {
  const { talker } = converse('fields: { a: { label: 甲, kind: integer } }\nsteps:\n  - ask: a\n  - stop: 好\n', []);
  for (let i = 0; i < 4999; i++) talker.give({ kind: 'text', text: '好多' });
  expect(talker.state()?.active).toBeDefined();
  talker.give({ kind: 'text', text: '好多' });
  const { says } = talker.give({ kind: 'text', text: '好多' });
  expect(says[0]?.text).toContain('来回太多次');
  talker.give({ kind: 'text', text: '继续' });
  expect(talker.give({ kind: 'text', text: '5' }).ends[0]?.outcome).toBe('stopped');
});

describe('what a rule about the whole record asks for', () => {
  const checks: RecordCheck[] = [
    {
      code: 'code_missing',
      level: 'hard',
      atEnd: true,
      reads: ['name'],
      mendedBy: ['code', 'name'],
      holds: (get) => get('code') !== undefined || get('licence') !== undefined || get('name') === '无照',
      say: () => '要有信用代码，或拍一张执照',
    },
  ];
  const own: Registry = { ...registry, records: new Map([['shop', { ...shop, checks }]]) };
  const yaml = `record: shop
steps:
  - ask: name
  - ask: code
    required: false
    or: [photo:licence, none]
  - submit: shops.refresh
    partial: true
`;
  const begun = ['顺发小吃店', '没有'];

  test('is offered by name, and taken at once: a photo, a code, or another answer', () => {
    const refused = converse(yaml, begun, { registry: own });
    expect(lastAnswer(refused)).toEqual(['要有信用代码，或拍一张执照。 [改信用代码|改门店名称]']);
    expect(lastAnswer(converse(yaml, [...begun, '[photo p1]'], { registry: own }))).toEqual([
      '! shops.refresh {"record":{"name":"顺发小吃店","licence":"p1"},"extra":{}}',
      '记下了：执照照片。 / 已交上去了。',
      '! submitted',
    ]);
    expect(lastAnswer(converse(yaml, [...begun, '91410108MA0000015Y'], { registry: own }))).toEqual([
      '! shops.refresh {"record":{"name":"顺发小吃店","code":"91410108MA0000015Y"},"extra":{}}',
      '已交上去了。',
      '! submitted',
    ]);
  });
});

describe('a photo at another question', () => {
  const yaml = `fields:
  name: { label: 名称, kind: text }
  code: { label: 代码, kind: text }
  door: { label: 门头照, kind: photo }
  licence: { label: 执照, kind: photo }
steps:
  - ask: name
  - ask: code
    or: [photo:licence]
  - ask: door
  - submit: shops.refresh
`;

  test('does not swallow an answer to the question that was asked', () => {
    expect(converse(yaml, ['[photo p1]', '顺发小吃店']).lines.slice(2)).toEqual(['< 顺发小吃店', '代码？']);
  });

  test('is offered to one place after the other, and answers the question it may stand for', () => {
    const { lines } = converse(yaml, ['[photo p1]', '不是', '是', '顺发', '[photo p2]']);
    expect(lines).toEqual([
      '< [photo p1]',
      '收到了。这是门头照吗？ [是|不是]',
      '< 不是',
      '收到了。这是执照吗？ [是|不是]',
      '< 是',
      '记下了：执照。名称？',
      '< 顺发',
      '请拍一张门头照。',
      '< [photo p2]',
      '! shops.refresh {"record":{"name":"顺发","door":"p2","licence":"p1"},"extra":{}}',
      '已交上去了。',
      '! submitted',
    ]);
  });
});

test('a sentence that begins another flow is heard in a form where it is no answer, and the form comes back', () => {
  const head =
    'title: 日报\nfields:\n  about: { label: 单位, required: false }\ntakes: [about]\nsteps:\n  - stop: 日报 {{about}}\n';
  const start = (inside: string) => `start:\n  match: { pattern: "^(日|周)报", into: about${inside} }\n`;
  const flow =
    'fields:\n  kind: { label: 类别, kind: choice, options: { a: 甲, b: 乙 } }\n  note: { label: 情况 }\nsteps:\n  - ask: kind\n  - ask: note\n  - stop: 好\n';
  const said = (inside: string) =>
    converse(flow, ['日报 甲村', '乙', '日报 甲村'], { more: { d: `flow: d\n${head}${start(inside)}` } }).lines;
  expect(said(', inside: true')).toEqual([
    '< 日报 甲村',
    '日报 日报 甲村',
    '接着填“试”（0/2）。 / 类别是哪一种？ [甲|乙]',
    '! stopped',
    '< 乙',
    '情况？',
    // where any words are an answer they stay one
    '< 日报 甲村',
    '好',
    '! stopped',
  ]);
  expect(said('')[1]).toBe('“日报甲村”里读出 甲，对吗？ [对|重新输入]');
});
