// How long a list of 30,000 employers in 160 cells takes to import from Excel, and how much memory: `measureImport(uri)`, or
// by hand `node tests/bench/import-employers.mjs mongodb://… [rows]` after a build. The import runs in a process of its own.
import { fork } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ExcelJS from 'exceljs';

const here = fileURLToPath(import.meta.url);
const TOWNS = 10;
const CELLS = 160;

/**
 * Imports `rows` invented employers into an empty database.
 * @param {string} uri of a replica set, with the name of a database that may be dropped
 * @returns {Promise<Record<'rows'|'fileMb'|'seconds'|'readSeconds'|'cpuSeconds'|'restMb'|'peakMb'|'liveMb', number>>}
 *   `peakMb` is the process as the garbage collector leaves it alone, `liveMb` the most it really holds
 */
export async function measureImport(uri, rows = 30_000) {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  try {
    const path = join(folder, 'employers.xlsx');
    await writeSheet(path, rows);
    const measured = await new Promise((resolve, reject) => {
      const child = fork(here, [], {
        execArgv: ['--expose-gc'],
        env: { ...process.env, BENCH_IMPORT: JSON.stringify({ uri, path }) },
      });
      child.once('message', resolve);
      child.once('exit', (code) => reject(new Error(`the import ended with ${code}`)));
    });
    return { rows, fileMb: statSync(path).size / 1e6, ...measured };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const two = (n) => String(n).padStart(2, '0');
const townCode = (t) => `4101081${two(t)}000`;
const cellCode = (c) => `4101081${two(c % TOWNS)}2${two(Math.floor(c / TOWNS))}00`;

/** A workbook as a spreadsheet program saves it: texts apart from the rows. */
async function writeSheet(path, rows) {
  const { orgCodeCheck, usccCheck } = await import('../../dist/src/lib/check-digits.js');
  const withCheck = (body, check) => body + check(body);
  const uscc = (i) => withCheck(`91410108${withCheck(`MB${String(i).padStart(6, '0')}`, orgCodeCheck)}`, usccCheck);
  const workbook = new ExcelJS.stream.xlsx.WorkbookWriter({ filename: path, useSharedStrings: true });
  const sheet = workbook.addWorksheet('单位名录');
  sheet
    .addRow([
      '所属网格',
      '单位类型',
      '单位名称',
      '统一社会信用代码',
      '所属行业',
      '法定代表人',
      '法定代表人电话',
      '所在道路',
      '门牌',
    ])
    .commit();
  for (let i = 0; i < rows; i++) {
    const road = `示例${i % 97}路`;
    sheet
      .addRow([
        cellCode(i % CELLS),
        i % 4 === 0 ? '企业' : '个体工商户',
        `郑州惠济示例${i}号商行`,
        uscc(i),
        '批发零售',
        '张示例',
        `1380000${String(i % 10000).padStart(4, '0')}`,
        road,
        `${i % 300}号`,
      ])
      .commit();
  }
  sheet.commit();
  await workbook.commit();
}

async function importInChild({ uri, path }) {
  const { default: mongoose } = await import('mongoose');
  const { employerRegister, importStaged } = await import('../../dist/src/domain/registers/index.js');
  const { addNodes, makeGridReader } = await import('../../dist/src/domain/grid/index.js');
  const { makeStaffReader } = await import('../../dist/src/domain/staff/index.js');
  const { systemScope } = await import('../../dist/src/domain/rights/index.js');
  const { prepareCollections } = await import('../../dist/src/models/collection.js');
  const { inTransaction } = await import('../../dist/src/models/transaction.js');
  const { newId } = await import('../../dist/src/lib/ids.js');
  const { newDataKey, readKeyRing } = await import('../../dist/src/lib/seal.js');
  const connection = await mongoose.createConnection(uri).asPromise();
  await connection.dropDatabase();
  await prepareCollections(connection);
  const grid = makeGridReader();
  const keys = readKeyRing(newDataKey('bench'));
  const deps = { db: connection.db, clock: () => new Date(), newId, grid, staff: makeStaffReader(), keys };
  const nodes = [{ id: 'd', parentId: null, name: '惠济区', code: '410108000000' }];
  for (let t = 0; t < TOWNS; t++) nodes.push({ id: `t${t}`, parentId: 'd', name: `示例${t}镇`, code: townCode(t) });
  for (let c = 0; c < CELLS; c++) nodes.push({ parentId: `t${c % TOWNS}`, name: `示例${c}村`, code: cellCode(c) });
  await inTransaction(deps, (tx) => addNodes({ tx, actor: systemScope('2026-03-02'), grid }, nodes));
  const restMb = process.memoryUsage.rss() / 1e6;
  let peakMb = restMb;
  let readSeconds = 0;
  const start = performance.now();
  const seconds = () => (performance.now() - start) / 1000;
  const cpu = process.cpuUsage();
  let liveMb = 0;
  const report = await importStaged(deps, employerRegister, path, 'bench', ({ phase }) => {
    peakMb = Math.max(peakMb, process.memoryUsage.rss() / 1e6);
    if (phase === 'reading') readSeconds = seconds();
    else if (liveMb === 0) {
      global.gc();
      liveMb = process.memoryUsage().heapUsed / 1e6;
    }
  });
  if (!report.ok || report.added !== report.rows)
    throw new Error(`not imported: ${JSON.stringify(report).slice(0, 500)}`);
  const { user, system } = process.cpuUsage(cpu);
  const result = { seconds: seconds(), readSeconds, cpuSeconds: (user + system) / 1e6, restMb, peakMb, liveMb };
  await connection.close();
  process.send(result);
}

if (process.env.BENCH_IMPORT !== undefined) await importInChild(JSON.parse(process.env.BENCH_IMPORT));
else if (process.argv[1] === here) {
  const [, , uri, rows = '30000'] = process.argv;
  const m = await measureImport(uri, Number(rows));
  const [seconds, read, cpu, rest, peak, live] = [
    'seconds',
    'readSeconds',
    'cpuSeconds',
    'restMb',
    'peakMb',
    'liveMb',
  ].map((key) => m[key].toFixed(1));
  console.log(`${m.rows} employers, ${m.fileMb.toFixed(1)} MB file: ${seconds} s (reading ${read} s, CPU ${cpu} s)`);
  console.log(`memory: RSS ${rest} → ${peak} MB, of it live ${live} MB`);
}
