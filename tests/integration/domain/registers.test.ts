import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import ExcelJS from 'exceljs';
import { redrawCells } from '../../../src/cli/redraw.js';
import { registers } from '../../../src/cli/registers.js';
import { addNodes, makeGridReader, wayToGroup } from '../../../src/domain/grid/index.js';
import {
  employerRegister,
  gridRegister,
  groupRegister,
  importStaged,
  importWhole,
  type RegisterDeps,
  resumeImports,
  type StagedRegister,
  staffRegister,
  type WholeRegister,
  writeTemplate,
} from '../../../src/domain/registers/index.js';
import { systemScope } from '../../../src/domain/rights/index.js';
import { makeStaffReader, phoneOf } from '../../../src/domain/staff/index.js';
import { newId } from '../../../src/lib/ids.js';
import { newDataKey, readKeyRing } from '../../../src/lib/seal.js';
import { inTransaction } from '../../../src/models/transaction.js';
import { faultLine } from '../../../src/texts/registers.js';
import { SMALL_DISTRICT } from '../../support/grid.js';
import { openTestDatabase, type TestDatabase } from '../../support/mongo.js';

const TODAY = '2026-03-02';
let database: TestDatabase;
let deps: RegisterDeps;
let folder: string;
const keys = readKeyRing(newDataKey('test'));
const makeProcess = (): RegisterDeps => ({
  db: database.db,
  clock: () => new Date(`${TODAY}T10:00:00+08:00`),
  newId,
  keys,
  grid: makeGridReader(),
  staff: makeStaffReader(),
});

beforeAll(async () => {
  database = await openTestDatabase();
  folder = await mkdtemp(join(tmpdir(), 'registers-'));
});
afterAll(async () => {
  await database.close();
  await rm(folder, { recursive: true });
});
const clear = async () => {
  for (const { collectionName } of await database.db.collections())
    if (!collectionName.startsWith('system.')) await database.db.collection(collectionName).deleteMany({});
  deps = makeProcess();
};
beforeEach(async () => {
  await clear();
  await drawSmallDistrict();
});

const drawSmallDistrict = () =>
  inTransaction(deps, (tx) =>
    addNodes(
      { tx, actor: systemScope(TODAY), grid: deps.grid },
      SMALL_DISTRICT.map((node) => ({ ...node, validFrom: '2026-01-01' })),
    ),
  );
const csv = async (...lines: string[]) => {
  const path = join(folder, 'a.csv');
  await writeFile(path, `${lines.join('\n')}\n`);
  return path;
};
const xlsx = async (rows: unknown[][]) => {
  const book = new ExcelJS.Workbook();
  book.addWorksheet('表').addRows(rows);
  const path = join(folder, 'a.xlsx');
  await book.xlsx.writeFile(path);
  return path;
};
const whole = async (register: WholeRegister, path: string) => importWhole(deps, register, path, 'boss');
const staged = async (path: string, register: StagedRegister = employerRegister) =>
  importStaged(deps, register, path, 'boss');
const told = (report: { faults: Parameters<typeof faultLine>[0][] }) => report.faults.map(faultLine);
const count = (collection: string) => database.db.collection(collection).countDocuments();
const tree = () => inTransaction(deps, (tx) => deps.grid(tx, TODAY));
const staff = () => inTransaction(deps, (tx) => deps.staff(tx));
const run = async (...args: string[]) => {
  const lines: string[] = [];
  const code = await registers(deps, args, { print: (line) => lines.push(line), progress: () => {} });
  return { code, lines };
};

describe('the grid from a sheet', () => {
  test('draws new nodes in any order and changes what differs', async () => {
    const path = await csv(
      '网格编码,名称,上级编码,机构名称,道路,状态,启用日期',
      '41010810120100,程庄村,410108101000,程庄村服务站,程庄路、古荥大街,,2026-01-05',
      '410108101203,纪公庙社区,410108101000,,,,',
      '410108102000,新镇,410108000000,,,规划,',
      '410108102201,新村,410108102000,,,,',
    );
    expect(await whole(gridRegister, path)).toMatchObject({ ok: true, rows: 4, added: 3, changed: 1, unchanged: 0 });
    const after = await tree();
    expect(after.node('v11')).toMatchObject({ name: '纪公庙社区', roads: ['古荥大街', '纪公路'] });
    const added = after.all.find(({ name }) => name === '程庄村');
    expect(added).toMatchObject({
      parentId: 't1',
      body: { kind: 'service_station', name: '程庄村服务站' },
      roads: ['程庄路', '古荥大街'],
      validFrom: '2026-01-05',
    });
    expect(after.path(after.all.find(({ name }) => name === '新村')?._id ?? '').map(({ name }) => name)).toEqual([
      '惠济区',
      '新镇',
      '新村',
    ]);
  });

  test('is refused whole, with every fault told by row', async () => {
    const path = await csv(
      '网格编码,名称,上级编码,状态,用房面积',
      '41010810120100,程庄村,410108101000,,',
      '4101081012,错村,410108101000,,',
      '41010810020500,别镇村,410108101000,,',
      '41010810120400,,410108101000,开了,很大',
      '41010810120100,又程庄村,410108101000,,',
      '41010810300100,孤村,410108103000,,',
    );
    const report = await whole(gridRegister, path);
    expect(report.ok).toBe(false);
    expect(told(report)).toEqual([
      '第 3 行“网格编码”：读到 10 位，网格编码是 12 位或 14 位，如 41010810020100。',
      '第 5 行“状态”：不在可选内容里。可填：已启用、规划中。',
      '第 5 行“用房面积”：应是数字，请改成如 32。',
      '第 5 行“名称”：不能空，请补上。',
      '第 6 行“网格编码”：和第 2 行重复，请删去一行。',
    ]);
    const second = await whole(
      gridRegister,
      await csv(
        '网格编码,名称,上级编码',
        '41010810120100,程庄村,410108101000',
        '41010810020500,别镇村,410108101000',
        '41010810300100,孤村,410108103000',
      ),
    );
    expect(told(second)).toEqual([
      '第 3 行：网格编码 41010810020500 不属于上级 410108101000，请核对前几位。',
      '第 4 行“上级编码”：没有编码为 410108103000 的上级。请核对，或把上级也写进表里。',
    ]);
    expect((await tree()).all).toHaveLength(SMALL_DISTRICT.length);
  });

  test('with a heading that does not fit is refused', async () => {
    const report = await whole(gridRegister, await csv('网格编码,负责人,上级编码,上级编码', '410108101203,王演示,,'));
    expect(told(report)).toEqual([
      '第 1 行：不认识“负责人”这一列。请改成模板里的列名，或删去这一列。',
      '第 1 行“上级编码”：这一列出现了两次，请删去一列。',
      '第 1 行“名称”：缺这一列。请照模板补上，列名要一样。',
    ]);
  });

  test('with formulas is refused, with numbers as codes taken where no digit is lost', async () => {
    const formula = await xlsx([
      ['网格编码', '名称', '上级编码'],
      [41010810120100, { formula: '"程"&"庄"', result: '程庄' }, 410108101000],
    ]);
    expect(told(await whole(gridRegister, formula))).toEqual([
      '第 2 行“名称”：是公式。请复制后“选择性粘贴 → 数值”，换成算好的结果。',
    ]);
    const numbers = await xlsx([
      ['网格编码', '名称', '上级编码', '设立日期', '机构名称'],
      [41010810120100, '程庄村', 410108101000, new Date(Date.UTC(2010, 7, 20)), '程庄服务站'],
    ]);
    expect(await whole(gridRegister, numbers)).toMatchObject({ ok: true, added: 1 });
    expect((await tree()).all.find(({ name }) => name === '程庄村')?.body?.setUpOn).toBe('2010-08-20');
  });

  test('without any row is refused', async () => {
    expect(told(await whole(gridRegister, await csv('网格编码,名称')))).toEqual([
      '表里没有数据行。第一行写列名，从第二行起填内容。',
    ]);
  });
});

describe('staff and groups from a sheet', () => {
  test('people, certificates and assignments come in; a second sheet ends and adds', async () => {
    const heading = '账号,姓名,手机,岗位,网格编码,任职起,任职止,证件种类,证件号,发证日期';
    const first = await csv(
      heading,
      'Zhang.ShiLi,张示例,13800138000,协管员,410108101203,2026-01-01,,协理员证,豫协001,2025-06-01',
      'zhang.shili,张示例,,协管员,410108101200,2026-02-01,,,,',
      'wang,王演示,,中队长,410108101000,2026-01-01,,监察员证,豫执001,2024-01-01',
      'li,李样例,,,,,,,,',
    );
    expect(await whole(staffRegister, first)).toMatchObject({ ok: true, rows: 4, added: 3 });
    const zhang = (await staff()).personByUserid('zhang.shili');
    expect(zhang && phoneOf(keys, zhang)).toBe('13800138000');
    expect((await staff()).scopeOf('zhang.shili', TODAY)?.prefixes).toEqual(['/d/t1/v11/', '/d/t1/v12/']);
    expect((await staff()).scopeOf('wang', TODAY)).toMatchObject({ certified: true, prefixes: ['/d/t1/'] });
    const second = await csv(
      '账号,姓名,岗位,网格编码,任职起,任职止',
      'zhang.shili,张示例,协管员,410108101203,2026-01-01,2026-03-01',
      'li,李样例,协管员,410108101203,2026-03-02,',
    );
    expect(await whole(staffRegister, second)).toMatchObject({ ok: true, added: 0, changed: 2 });
    expect((await staff()).scopeOf('zhang.shili', TODAY)?.prefixes).toEqual(['/d/t1/v12/']);
    expect(await whole(staffRegister, second)).toMatchObject({ ok: true, changed: 0, unchanged: 2 });
  });

  test('faults are told', async () => {
    const path = await csv(
      '账号,姓名,岗位,网格编码,证件号',
      '张三,张示例,协管员,410108101203,',
      'a,甲示例,协管员,,',
      'b,乙示例,中队长,410108101203,',
      'c,丙示例,协管员,41010810199900,',
      'd,丁示例,,,豫1',
      'e,戊示例,,,',
      'e,己示例,协管员,410108101203,',
    );
    const report = await whole(staffRegister, path);
    expect(told(report)).toEqual(['第 2 行“账号”：写法不对，请照“填写说明”改。']);
    const rest = await csv(
      ...(await readFile(path, 'utf8'))
        .trim()
        .split('\n')
        .filter((_, i) => i !== 1),
    );
    expect(told(await whole(staffRegister, rest))).toEqual([
      '第 2 行“网格编码”：岗位和网格编码要一起填，或都不填。',
      '第 3 行：中队长不能设在“纪公庙村”这一级，请换一级网格。',
      '第 4 行“网格编码”：没有“41010810199900”这个网格。请核对，或先导入网格。',
      '第 5 行“证件号”：证件种类、证件号、发证日期要一起填，或都不填。',
      '第 7 行“姓名”：账号 e 在前面写的是另一个姓名，请改成一致。',
    ]);
    expect(await count('staff')).toBe(0);
  });

  test('a robot comes in sealed and never goes out; the export read back keeps it', async () => {
    const key = '0f7a9c1e-aaaa-bbbb-cccc-0123456789ab';
    const path = await csv(
      '网格编码,群用途,群名称,群机器人地址,应用群号',
      `410108101000,,古荥镇工作群,https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=${key},`,
      '410108000000,领导群,区领导群,,chat-1',
    );
    expect(await whole(groupRegister, path)).toMatchObject({ ok: true, changed: 2 });
    const node = (await tree()).node('t1');
    expect(node && wayToGroup(keys, node)).toEqual({ kind: 'webhook', key, name: '古荥镇工作群' });
    const out = join(folder, 'groups.csv');
    await run('export', 'groups', out);
    expect(await readFile(out, 'utf8')).not.toContain(key);
    expect(JSON.stringify(await database.db.collection('grid_nodes').find().toArray())).not.toContain(key);
    expect(JSON.stringify(await database.db.collection('audit').find().toArray())).not.toContain(key);
    expect(await whole(groupRegister, out)).toMatchObject({ ok: true, changed: 0, unchanged: 2 });
    const gone = await csv(
      '网格编码,群用途,群名称,群机器人地址',
      '410108101000,,古荥镇工作群,删除',
      '410108000000,领导群,区领导群,删除',
    );
    expect(await whole(groupRegister, gone)).toMatchObject({ ok: true, changed: 2 });
    expect((await tree()).all.flatMap(({ groups }) => groups)).toEqual([]);
    expect(await whole(groupRegister, gone)).toMatchObject({ ok: true, changed: 0, unchanged: 2 });
    const bad = await csv(
      '网格编码,群名称,群机器人地址,应用群号',
      '410108101203,群,,',
      '410108101203,群2,http://x,',
      '410108101200,群,（已设置，不导出）,',
    );
    expect((await whole(groupRegister, bad)).faults.map(({ row, code }) => [row, code])).toEqual([
      [3, 'twice_in_sheet'],
    ]);
  });
});

describe('export and import', () => {
  test.each(['xlsx', 'csv', 'yaml'])('give the same grid and staff in an empty database: %s', async (ending) => {
    await whole(
      gridRegister,
      await csv(
        '网格编码,名称,上级编码,机构名称,机构电话,设立日期,用房面积,东至,状态,别名',
        '410108101203,纪公庙村,410108101000,=纪公庙"服务站",0371-63630000,2010-08-20,32.5,"东,路",,纪公',
      ),
    );
    await whole(
      staffRegister,
      await csv(
        '账号,姓名,岗位,网格编码,任职起,任职止,证件种类,证件号,发证日期,证件有效期至',
        'a,张示例,协管员,410108101203,2026-01-01,2026-02-01,协理员证,001,2025-01-01,2027-01-01',
        'a,张示例,协管员,410108101200,2026-02-02,,监察员证,002,2025-01-01,',
        'b,王演示,,,,,,,,',
      ),
    );
    const names = ['grid', 'staff'] as const;
    const files = (round: number) => names.map((name) => join(folder, `${name}-${round}.${ending}`));
    for (const [i, path] of files(1).entries()) expect(await run('export', names[i]!, path)).toMatchObject({ code: 0 });
    const before = await tree();
    await clear();
    for (const [i, path] of files(1).entries()) expect(await run('import', names[i]!, path)).toMatchObject({ code: 0 });
    for (const [i, path] of files(2).entries()) await run('export', names[i]!, path);
    if (ending !== 'xlsx')
      for (const [i, path] of files(2).entries())
        expect(await readFile(path, 'utf8')).toBe(await readFile(files(1)[i]!, 'utf8'));
    const plain = (nodes: typeof before.all) =>
      nodes
        .map(({ _id, parentId, gridPath, version, ...rest }) => rest)
        .sort((a, b) => ((a.code ?? '') < (b.code ?? '') ? -1 : 1));
    expect(plain((await tree()).all)).toEqual(plain(before.all));
    const people = (await staff()).all.map(({ userid, name, certificates, assignments }) => ({
      userid,
      name,
      certificates,
      assignments: assignments.map(({ role, from, to }) => ({ role, from, to })),
    }));
    expect(people).toEqual([
      {
        userid: 'a',
        name: '张示例',
        certificates: [
          { kind: 'co_inspector', no: '001', validFrom: '2025-01-01', validTo: '2027-01-01' },
          { kind: 'enforcement', no: '002', validFrom: '2025-01-01' },
        ],
        assignments: [
          { role: 'co_inspector', from: '2026-01-01', to: '2026-02-01' },
          { role: 'co_inspector', from: '2026-02-02', to: undefined },
        ],
      },
      { userid: 'b', name: '王演示', certificates: [], assignments: [] },
    ]);
  });

  test('a template explains its columns, offers lists, and is an empty sheet', async () => {
    const path = join(folder, 'template.xlsx');
    await writeTemplate(staffRegister, path);
    const book = new ExcelJS.Workbook();
    await book.xlsx.readFile(path);
    const [sheet, help, options] = book.worksheets;
    expect(sheet?.getRow(1).values).toEqual([undefined, ...staffRegister.columns.map(({ label }) => label)]);
    expect(sheet?.getCell('D2').dataValidation).toMatchObject({ type: 'list', formulae: ['选项!$A$2:$A$10'] });
    expect(sheet?.getColumn(1).numFmt).toBe('@');
    expect(help?.getRow(2).values).toEqual([undefined, '账号', '必填', '企业微信通讯录里的账号', 'wangyanshi']);
    expect(options?.getCell('A10').value).toBe('审计员');
    expect(told(await whole(staffRegister, path))).toEqual(['表里没有数据行。第一行写列名，从第二行起填内容。']);
  });

  test('the command says what it did, and how it is used', async () => {
    expect((await run('import', 'grid', join(folder, 'none.xlsx'))).lines).toEqual([
      '没有导入，原有内容一点没变。请改好下面 1 处再试：',
      '没有找到这个文件，请核对路径。',
    ]);
    expect(await run('export', 'grid', join(folder, 'x.docx'))).toMatchObject({ code: 1 });
    expect(await run('import', 'grid')).toMatchObject({ code: 2 });
    expect(await run('import', 'unknown', 'a.csv')).toMatchObject({ code: 2 });
    expect(await run('--bad')).toMatchObject({ code: 2 });
    expect((await run('--help')).lines[0]).toContain('template grid');
  });
});

describe('borders by a plan', () => {
  const plan = async (text: string) => {
    const path = join(folder, 'plan.yaml');
    await writeFile(path, text);
    const lines: string[] = [];
    return { code: await redrawCells(deps, [path], (line) => lines.push(line)), lines };
  };

  test('cells are split and merged, and everything in them moves along', async () => {
    await staged(
      await csv(
        '所属网格,单位类型,单位名称,所在道路',
        '纪公庙村,个体工商户,示例甲店,古荥大街',
        '纪公庙村,个体工商户,示例乙店,纪公路',
        '古荥村,个体工商户,示例丙店,某路',
      ),
    );
    const { code, lines } = await plan(
      [
        '- from: [41010810120300]',
        '  into:',
        '    - { name: 纪公庙东, code: 41010810120301, parent: 410108101000, roads: [古荥大街] }',
        '    - { name: 纪公庙西, code: 41010810120302, parent: 410108101000, roads: [纪公路] }',
        '- from: [410108101200, 41010810120302]',
        '  into: [{ name: 古荥大村, code: 410108101601, parent: 410108101000 }]',
      ].join('\n'),
    );
    expect({ code, lines }).toMatchObject({
      code: 0,
      lines: [expect.stringContaining('纪公庙东、纪公庙西'), expect.stringContaining('古荥大村')],
    });
    const grid = await tree();
    const files = await database.db.collection('employers').find().sort({ name: 1 }).toArray();
    expect(files.map((file) => [file['name'], grid.node(file['cellId'])?.name])).toEqual([
      ['示例丙店', '古荥大村'],
      ['示例乙店', '古荥大村'],
      ['示例甲店', '纪公庙东'],
    ]);
  });

  test('with one fault changes nothing', async () => {
    const good = '- from: [41010810120300]\n  into: [{ name: 新村, code: 41010810120900, parent: 410108101000 }]\n';
    expect(
      (
        await plan(
          `${good}- from: [41010810129900]\n  into: [{ name: 又一村, code: 410108101210, parent: 410108101000 }]`,
        )
      ).lines,
    ).toEqual(['第 2 项调整：没有“41010810129900”这个网格。请核对，或先导入网格。']);
    expect(
      (
        await plan(
          `${good}- from: [410108101200]\n  into: [{ name: 又一村, code: 410108101209, parent: 410108101000 }]`,
        )
      ).lines,
    ).toEqual(['第 2 项调整：网格编码 41010810120900 已经给了“新村”，请核对。']);
    expect((await plan('- from: []\n')).lines).toHaveLength(2);
    expect((await plan('- [')).lines[0]).toContain('第 1 行写法不对');
    expect((await tree()).node('v11')?.status).toBe('active');
  });
});

describe('a list of employers of any length', () => {
  const heading = '所属网格,单位类型,单位名称,统一社会信用代码,法定代表人电话,所在道路';
  const shop = (i: number, cell = '41010810120300') => `${cell},个体工商户,惠济区示例${i}号店,,,示例路`;

  test('is written whole; read again it changes nothing', async () => {
    const lines = Array.from({ length: 280 }, (_, i) => shop(i, i % 2 === 0 ? '纪公庙村' : '41010810020100'));
    const path = await csv(heading, ...lines, '河畔,企业,郑州惠济示例公司,91410108MA0000015Y,13800138000,示例路');
    expect(await staged(path)).toEqual({ ok: true, rows: 281, added: 281, changed: 0, unchanged: 0, faults: [] });
    expect(await count('employers')).toBe(281);
    expect(await database.db.collection('employers').countDocuments({ cellId: 'v11', fileState: 'known' })).toBe(140);
    expect(await count('import_rows')).toBe(0);
    expect(await staged(path)).toMatchObject({ ok: true, added: 0, unchanged: 281 });
    const out = join(folder, 'employers.csv');
    expect(await run('export', 'employers', out)).toMatchObject({ code: 0 });
    expect(await readFile(out, 'utf8')).not.toContain('13800138000');
    expect(await staged(out)).toMatchObject({ ok: true, added: 0, unchanged: 281 });
  });

  test('is refused whole for one bad row', async () => {
    const path = await csv(
      heading,
      ...Array.from({ length: 300 }, (_, i) => shop(i)),
      shop(7),
      '月球村,企业,某单位,,,',
      '古荥镇,企业,某单位,91410108MA0000016Y,,',
      '古荥镇,企业,某单位,,,',
    );
    const report = await staged(path);
    expect(report).toMatchObject({ ok: false, rows: 304 });
    expect(told(report)).toEqual([
      '第 302 行“单位名称”：和第 9 行重复，请删去一行。',
      '第 303 行“所属网格”：没有“月球村”这个网格。请核对，或先导入网格。',
      expect.stringContaining('第 304 行“统一社会信用代码”：'),
      '第 305 行“所属网格”：“古荥镇”是镇街或区。单位要落到村或社区，请填三级网格。',
    ]);
    expect(await count('employers')).toBe(0);
    expect(await count('import_rows')).toBe(0);
    expect(await count('imports')).toBe(0);
  });

  /** A register that dies before the batch with the given number. */
  const dying = (batch: number): StagedRegister => {
    let batches = 0;
    return {
      ...employerRegister,
      apply: async (work, rows) => {
        if (++batches === batch) throw new Error('killed');
        return employerRegister.apply(work, rows);
      },
    };
  };

  test('that was cut off while it was written is finished later, by whoever comes', async () => {
    const path = await csv(heading, ...Array.from({ length: 520 }, (_, i) => shop(i)));
    await expect(staged(path, dying(2))).rejects.toThrow('killed');
    expect(await count('employers')).toBe(250);
    deps = makeProcess();
    const others = makeProcess();
    const resumed = await Promise.all([
      resumeImports(deps, [employerRegister]),
      resumeImports(others, [employerRegister]),
    ]);
    expect(Math.max(...resumed)).toBe(1);
    expect(await count('employers')).toBe(520);
    expect(await count('import_rows')).toBe(0);
    expect(await resumeImports(deps, [employerRegister])).toBe(0);
    expect(await database.db.collection('imports').findOne()).toMatchObject({
      state: 'done',
      applied: 520,
      added: 520,
    });
  });

  test('keeps no telephone number in clear while it waits', async () => {
    const path = await csv(heading, '河畔,企业,郑州惠济示例公司,,13800138000,示例路');
    await expect(staged(path, dying(1))).rejects.toThrow('killed');
    const rows = await database.db.collection('import_rows').find().toArray();
    expect(rows).toHaveLength(1);
    expect(JSON.stringify(rows)).not.toContain('13800138000');
  });

  test('a file that breaks off changes nothing', async () => {
    const book = new ExcelJS.Workbook();
    const sheet = book.addWorksheet('单位名录');
    sheet.addRow(heading.split(','));
    for (let i = 0; i < 800; i++) sheet.addRow(shop(i).split(','));
    const bytes = Buffer.from(await book.xlsx.writeBuffer());
    const path = join(folder, 'cut.xlsx');
    await writeFile(path, bytes.subarray(0, bytes.length * 0.7));
    expect(await staged(path)).toMatchObject({ ok: false, faults: [{ code: 'file_unreadable' }] });
    expect(await count('employers')).toBe(0);
  });
});
