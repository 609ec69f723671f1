import { fieldsOf } from '../../../schemas/field.js';
import { StaffRow } from '../../../schemas/register-rows.js';
import type { Assignment, Certificate, Staff } from '../../../schemas/staff.js';
import { type GridTree, isInForce } from '../grid/index.js';
import { openStaffEditor, type StaffEditor } from '../staff/index.js';
import { type Fault, fault } from './fault.js';
import { eachRow } from './import-whole.js';
import type { NumberedRecord, WholeRegister } from './register.js';

/**
 * 人员: one row per assignment. Rows add people, certificates and assignments, or end assignments; what is not in the sheet
 * stays. Telephone numbers come in and never go out; assignments in nodes that were split or merged since do not go out.
 */
export const staffRegister: WholeRegister = {
  size: 'whole',
  name: 'staff',
  title: '人员',
  columns: fieldsOf(StaffRow).fields,
  checks: [],
  keysOf: (record) => {
    const { userid, role = '', code = '', from = '', certificateNo = '' } = record as StaffRow;
    return [{ column: '账号', key: [userid, role, code, from, certificateNo].join(' ') }];
  },

  async apply(work, rows) {
    const tree = await work.grid(work.tx, work.actor.today);
    const editor = await openStaffEditor(work);
    const names = new Map<string, string>();
    const faults = eachRow(rows, ({ row, record }) => {
      const facts = record as StaffRow;
      const name = names.get(facts.userid);
      if (name !== undefined && name !== facts.name)
        return fault(row, 'person_differs', { userid: facts.userid }, '姓名');
      names.set(facts.userid, facts.name);
      return incomplete(row, facts) ?? enter(editor, tree, { row, record });
    });
    return faults.length > 0 ? { faults, added: 0, changed: 0, unchanged: 0 } : { faults, ...editor.save() };
  },

  async *rows(work) {
    const tree = await work.grid(work.tx, work.actor.today);
    const { all } = await work.staff(work.tx);
    const seen = (path: string) => work.actor.prefixes.some((prefix) => path.startsWith(prefix));
    for (const person of all) {
      const assignments = person.assignments.filter(({ nodeId, gridPath }) => {
        const node = tree.node(nodeId);
        return seen(gridPath) && node !== undefined && isInForce(node, tree.day);
      });
      if (assignments.length === 0 && person.assignments.length > 0) continue;
      const lines = Math.max(assignments.length, person.certificates.length, 1);
      for (let i = 0; i < lines; i++) yield rowOf(person, tree, assignments[i], person.certificates[i]);
    }
  },
};

function incomplete(row: number, facts: StaffRow): Fault | undefined {
  if ((facts.role === undefined) !== (facts.code === undefined))
    return fault(row, 'role_without_cell', {}, facts.role === undefined ? '岗位' : '网格编码');
  const { certificateKind, certificateNo, certificateFrom } = facts;
  const parts = [certificateKind, certificateNo, certificateFrom].filter((part) => part !== undefined).length;
  return parts === 0 || parts === 3 ? undefined : fault(row, 'certificate_incomplete', {}, '证件号');
}

function enter(editor: StaffEditor, tree: GridTree, { row, record }: NumberedRecord): Fault | undefined {
  const { userid, name, mobile, role, code, from, to, ...certificate } = record as StaffRow;
  const certificates = withCertificate(editor.person(userid)?.certificates ?? [], certificate);
  editor.edit({ kind: 'person', userid, name, certificates, ...(mobile !== undefined && { phone: mobile }) });
  if (role === undefined || code === undefined) return undefined;
  const node = tree.withCode(code);
  if (node === undefined) return fault(row, 'cell_not_found', { cell: code }, '网格编码');
  const same = editor.person(userid)?.assignments.find((one) => {
    const begun = from === undefined ? one.to === undefined : one.from === from;
    return one.role === role && one.nodeId === node._id && begun;
  });
  if (same === undefined) {
    const first = from ?? tree.day;
    editor.edit({ kind: 'assign', userid, role, nodeId: node._id, from: first, ...(to !== undefined && { to }) });
  } else if (to !== undefined && to !== same.to) {
    editor.edit({ kind: 'end', userid, assignmentId: same.id, lastDay: to });
  }
  return undefined;
}

type CertificateCells = Pick<StaffRow, 'certificateKind' | 'certificateNo' | 'certificateFrom' | 'certificateTo'>;

function withCertificate(known: readonly Certificate[], cells: CertificateCells): Certificate[] {
  const { certificateKind: kind, certificateNo: no, certificateFrom: validFrom, certificateTo: validTo } = cells;
  if (kind === undefined || no === undefined || validFrom === undefined) return [...known];
  const next = { kind, no, validFrom, ...(validTo !== undefined && { validTo }) };
  const at = known.findIndex((one) => one.kind === kind && one.no === no);
  return at === -1 ? [...known, next] : known.map((one, i) => (i === at ? next : one));
}

function rowOf(person: Staff, tree: GridTree, assignment?: Assignment, certificate?: Certificate): StaffRow {
  const code = assignment && tree.node(assignment.nodeId)?.code;
  return {
    userid: person.userid,
    name: person.name,
    ...(assignment !== undefined && {
      role: assignment.role,
      from: assignment.from,
      ...(code !== undefined && { code }),
      ...(assignment.to !== undefined && { to: assignment.to }),
    }),
    ...(certificate !== undefined && {
      certificateKind: certificate.kind,
      certificateNo: certificate.no,
      certificateFrom: certificate.validFrom,
      ...(certificate.validTo !== undefined && { certificateTo: certificate.validTo }),
    }),
  };
}
