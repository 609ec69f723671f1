import type { AlertFacts } from '../../../schemas/digest.js';
import { instantAt } from '../../lib/day.js';
import { findAlerts } from '../../models/alert.js';
import { alertAt } from '../monitoring/index.js';
import type { DigestPart } from './part.js';

/** Open alerts as of the day (S53): employers are counted, cells are named. Undefined where there are none. */
export const alertsPart: DigestPart<AlertFacts | undefined> = async (deps, { scope, day, since, tree }) => {
  const alerts = (await findAlerts(deps.tx, scope))
    .map(({ cellId, gridPath, history }) => ({
      cellId,
      gridPath,
      ...alertAt({ history }, instantAt(day)),
      was: alertAt({ history }, instantAt(since)).level,
    }))
    .filter(({ level }) => level !== 'none');
  return (unit) => {
    const own = alerts.filter(({ gridPath }) => gridPath.startsWith(unit.gridPath));
    if (own.length === 0) return undefined;
    const count = (level: string, of = own) => of.filter((alert) => alert.level === level).length;
    const cells = [...new Set(own.map(({ cellId }) => cellId))].map((cellId) => {
      const here = own.filter((alert) => alert.cellId === cellId);
      return { name: tree.node(cellId)?.name ?? cellId, red: count('red', here), orange: count('orange', here) };
    });
    return {
      red: count('red'),
      orange: count('orange'),
      yellow: count('yellow'),
      newRed: own.filter(({ level, was }) => level === 'red' && was !== 'red').length,
      undecided: own.filter(({ level, decided }) => level === 'red' && !decided).length,
      cells: cells.filter(({ red, orange }) => red + orange > 0).sort((a, b) => b.red - a.red || b.orange - a.orange),
    };
  };
};
