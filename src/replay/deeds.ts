/** What the bodies of the scripted district do on a day, by the checks of the plan: the data that real people would bring. */
import type { Evidence, Task } from '../../schemas/task.js';
import type { UnitRecord } from '../../schemas/unit-record.js';
import { decideAlert } from '../domain/monitoring/index.js';
import { acknowledge, addRecord, setUpBody, textsFor } from '../domain/plans/index.js';
import { systemScope } from '../domain/rights/index.js';
import { editStaff } from '../domain/staff/index.js';
import { acceptTask, reportTask, type TaskDeps } from '../domain/tasks/index.js';
import type { Day } from '../lib/day.js';
import type { KeyRing } from '../lib/seal.js';
import type { Tx } from '../models/transaction.js';

export type DeedDeps = TaskDeps & { tx: Tx; keys: KeyRing };
type Data = Parameters<typeof addRecord>[2]['data'];
type Role = 'squadron_leader' | 'grid_head' | 'full_time_inspector' | 'co_inspector';

/** Sees to it that the task's check holds. Nothing for checks that hold by other work. */
export async function bringAbout(deps: DeedDeps, task: Pick<Task, 'check' | 'aboutId'>, day: Day): Promise<void> {
  const { aboutId: nodeId, check } = task;
  const put = (...all: Data[]) => putAll(deps, nodeId, day, all);
  switch (check?.name) {
    case 'body_set_up':
      if (nodeId.includes('c')) await hire(deps, `${nodeId}-head`, 'grid_head', nodeId, day);
      await setUpBody(deps, systemScope(day), nodeId, { setUpOn: day, address: '演示路1号', phone: '0371-63000000' });
      return;
    case 'leader_appointed': {
      const staffId = await hire(deps, `${nodeId}-leader`, 'squadron_leader', nodeId, day);
      return put({ kind: 'appointment', staffId, role: 'squadron_leader', documentNo: '演示任〔2010〕1号' });
    }
    case 'complaint_point':
      return put({ kind: 'complaint_point', address: '演示路1号', phone: '0371-63000000', hours: '工作日 8:30—17:30' });
    case 'funding_settled':
      return put({ kind: 'funding', item: '办公设备', plannedFen: 5_000_000, receivedFen: 5_000_000 });
    case 'staffing':
      if (check.with?.['rule'] === 'S7') await hire(deps, `${nodeId}-full`, 'full_time_inspector', nodeId, day);
      else for (const n of [1, 2]) await hire(deps, `${nodeId}-co${n}`, 'co_inspector', nodeId, day);
      return;
    case 'duty_texts':
      return put(
        ...(['full_time_inspector', 'part_time_inspector', 'co_inspector'] as const).map((role) => ({
          kind: 'text' as const,
          textKind: 'duty' as const,
          role,
          title: '岗位职责',
          body: '按网格采集用工信息，接待投诉举报。',
        })),
      );
    case 'rule_texts':
      return put({
        kind: 'text',
        textKind: 'rule',
        title: '两网化工作规则',
        body: '每户一档，每路一册，重要情况马上上报。',
      });
    case 'texts_acknowledged':
      return acknowledgeAll(deps, nodeId, day);
    case 'training_attended': {
      const attendees = (await deps.staff(deps.tx)).all.map(({ _id }) => ({ staffId: _id, passed: true }));
      return put({ kind: 'training', title: '两网化业务培训', hours: 8, attendees });
    }
    case 'premises':
      return put({ kind: 'premises', areaSqm: 36, address: '演示路1号' });
    case 'network_linked': {
      const networks = check.with?.['networks'] as ('city' | 'jinbao')[];
      return put(
        ...networks.map((network) => ({ kind: 'network_test' as const, network, works: true, testedBy: '信息中心' })),
      );
    }
    case 'diagram_drawn':
      return put({ kind: 'diagram', file: 'sample' });
    case 'wall_charts':
      return put(
        ...(['diagram', 'staffing', 'duties'] as const).map((chart) => ({
          kind: 'wall_chart' as const,
          chart,
          photo: 'sample',
        })),
      );
    case 'document_filed':
      return put({
        kind: 'document',
        category: 'target_sheet',
        title: '目标管理责任书',
        documentNo: '演示〔2010〕2号',
      });
    default:
  }
}

/** Hands in what the task asks for; the task to decide about an alert is done by deciding. */
export async function handIn(
  deps: DeedDeps,
  task: Pick<Task, '_id' | 'evidence' | 'doneBy' | 'source'>,
  day: Day,
): Promise<void> {
  if (task.doneBy !== undefined) {
    await decideAlert(deps, systemScope(day), task.source.id, { verdict: 'handle', note: '已完成' });
    return;
  }
  const whole: Required<Evidence> = { documentNo: '演示〔2010〕3号', on: day, photos: ['sample'], note: '已完成' };
  const keys = { document: 'documentNo', photo: 'photos', date: 'on', note: 'note' } as const;
  const given = Object.fromEntries(task.evidence.map((kind) => [keys[kind], whole[keys[kind]]])) as Evidence;
  await reportTask(deps, systemScope(day), task._id, given);
}

/** The level above accepts. */
export async function accept(deps: DeedDeps, task: Pick<Task, '_id'>, day: Day): Promise<void> {
  await acceptTask(deps, { ...systemScope(day), userid: 'brigade', staffId: 'brigade' }, task._id);
}

/** Gives somebody a role; nothing when he has it. @returns his id */
async function hire(deps: DeedDeps, userid: string, role: Role, nodeId: string, from: Day): Promise<string> {
  const known = (await deps.staff(deps.tx)).personByUserid(userid);
  if (known !== null) return known._id;
  const name = `${['张', '李', '王', '刘'][userid.length % 4]}样例`;
  await editStaff({ ...deps, actor: systemScope(from) }, [
    { kind: 'person', userid, name },
    { kind: 'assign', userid, role, nodeId, from },
  ]);
  return (await deps.staff(deps.tx)).personByUserid(userid)?._id ?? '';
}

async function acknowledgeAll(deps: DeedDeps, nodeId: string, day: Day): Promise<void> {
  const staff = await deps.staff(deps.tx);
  const tree = await deps.grid(deps.tx, day);
  const path = tree.node(nodeId)?.gridPath ?? '/-/';
  const people = tree.within({ prefixes: [path] }).flatMap(({ _id }) => staff.servingAt(_id, day));
  for (const userid of new Set(people.map((person) => person.userid))) {
    const scope = staff.scopeOf(userid, day);
    if (scope === null) continue;
    for (const { text, read } of await textsFor(deps, scope)) if (!read) await acknowledge(deps, scope, text._id);
  }
}

async function putAll(deps: DeedDeps, nodeId: string, on: Day, all: readonly Data[]): Promise<void> {
  const put: UnitRecord[] = [];
  for (const data of all) put.push(await addRecord(deps, systemScope(on), { nodeId, on, data }));
}
