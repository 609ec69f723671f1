// The Excel import of a district's list. It streams: twice the rows must not take twice the memory.
import { measureImport } from '../import-employers.mjs';
import { figure } from '../lib/figures.mjs';

export const about = 'employers of 160 cells loaded from an Excel sheet';

export async function run({ quick, database, say }) {
  const figures = [];
  for (const rows of quick ? [1_000] : [15_000, 30_000]) {
    say(`${rows} rows`);
    const m = await measureImport(await database(`bench-import-${rows}`), rows);
    const of = (what, value, unit) => figures.push(figure(`${rows} employers: ${what}`, value, unit));
    of('time', m.seconds, 's');
    of('of it reading and checking', m.readSeconds, 's');
    of('CPU of Node', m.cpuSeconds, 's');
    of('most memory of the process', m.peakMb, 'MB');
    of('of it held', m.liveMb, 'MB');
  }
  return figures;
}
