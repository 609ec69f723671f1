import type { GridNode } from '../../../schemas/grid.js';
import { BODY_OPTIONS } from '../../../schemas/grid.js';
import type { Scope } from '../../../schemas/scope.js';
import { DomainError } from '../../errors.js';
import type { Day } from '../../lib/day.js';
import type { Tx } from '../../models/transaction.js';
import { changeNode, type GridReader, nodeInForce } from '../grid/index.js';
import { demand, systemScope } from '../rights/index.js';

/**
 * A body tells that it is set up, and where it is reached (S1, S2, S4). Whoever works there may say so, although the grid
 * itself is drawn by the district only.
 * @throws DomainError grid_cell_not_found, grid_node_not_in_force, not_allowed, invalid_record
 */
export async function setUpBody(
  { tx, grid }: { tx: Tx; grid: GridReader },
  scope: Scope,
  nodeId: string,
  input: { setUpOn: Day; address: string; phone: string; name?: string },
): Promise<GridNode> {
  const node = nodeInForce(await grid(tx, scope.today), nodeId);
  demand(scope, 'collect', node.gridPath);
  if (input.setUpOn > scope.today) throw new DomainError('invalid_record', { field: 'setUpOn' });
  const option = BODY_OPTIONS.find(({ level }) => level === node.level.level);
  const name = input.name ?? node.body?.name ?? `${node.name}${option?.label ?? ''}`;
  const { setUpOn, address, phone } = input;
  const body = { kind: option?.value ?? ('service_station' as const), ...node.body, name, setUpOn, address, phone };
  const actor = { ...systemScope(scope.today), userid: scope.userid };
  return changeNode({ tx, actor, grid }, nodeId, { body });
}
