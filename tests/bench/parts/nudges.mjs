// The sweep of reminders and nudges over 160 cells, 30,000 employers and 5,000 open tasks, and how it grows.
import { callApart } from '../lib/apart.mjs';
import { figure } from '../lib/figures.mjs';

export const about = 'reminders and nudges: one sweep for 160 cells and 5,000 open tasks';

const SWEEP_MS = 5_000;
const module = new URL('../nudges/measure.mjs', import.meta.url);

export async function run({ quick, database, say }) {
  const size = quick ? { tasks: 2_500, employers: 3_000 } : { tasks: 5_000, employers: 30_000 };
  const one = await callApart(module, 'measure', { ...size, uri: await database('bench-nudges') });
  say(`${one.tasks} tasks: first sweep ${one.firstMs} ms for ${one.firstSent} messages`);
  const figures = [
    figure('plan of 2010 for the district', one.planMs, 'ms'),
    figure('keeping of tasks, once a day', one.keepMs, 'ms'),
    figure('checks of all tasks', one.checksMs, 'ms'),
    figure(`sweep: ${one.tasks} tasks, ${one.firstSent} messages`, one.firstMs, 'ms', { atMost: SWEEP_MS }),
    figure('sweep ten minutes later', one.secondMs, 'ms', { atMost: SWEEP_MS }),
    figure(`sweep after three weeks without one, ${one.downSent} messages`, one.downMs, 'ms'),
    figure('memory', one.rssMb, 'MB'),
  ];
  if (quick) return figures;
  const ten = { tasks: size.tasks * 10, employers: size.employers * 10, uri: await database('bench-nudges-ten') };
  const grown = await callApart(module, 'measure', ten);
  say(`${grown.tasks} tasks: first sweep ${grown.firstMs} ms`);
  return [
    ...figures,
    figure('ten times: sweep', grown.firstMs, 'ms'),
    figure('ten times: growth of the sweep', grown.firstMs / one.firstMs, 'times'),
    figure('ten times: checks of all tasks', grown.checksMs, 'ms'),
    figure(`ten times: after three weeks, ${grown.downSent} messages`, grown.downMs, 'ms'),
  ];
}
