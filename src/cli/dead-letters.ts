/** Messages that could not be sent: list, look, send again, give up. Shows no receiver and no text of a message. */
import { createHash } from 'node:crypto';
import { parseArgs } from 'node:util';
import type { OutboundBody, Target } from '../../schemas/message.js';
import type { OutboxRow } from '../../schemas/outbox.js';
import { explainErrcode } from '../channels/common/errcodes.js';
import { dayOf, timeOf } from '../lib/day.js';
import { dropRow, findDeadLetters, findOutboxRow, requeueRows } from '../models/outbox.js';
import type { TransactionDeps } from '../models/transaction.js';

type Db = TransactionDeps['db'];

const LIST_MAX = 200;

const HELP = `Messages that could not be sent.

  dead-letters list              the oldest ${LIST_MAX}, with the reason
  dead-letters show ID           one message: its tries, the error and what to do about it
  dead-letters resend ID...      send again; tries are counted anew
  dead-letters resend --all
  dead-letters drop ID --why "…" give one up; it is kept with the reason

Examples
  dead-letters list
  dead-letters show 4c4b5f003a1f0c2b9d000017
  dead-letters resend 4c4b5f003a1f0c2b9d000017 4c4b5f003a1f0c2b9d000018
  dead-letters drop 4c4b5f003a1f0c2b9d000017 --why "the group was dissolved"
`;

/** Runs one command; `print` gets whole lines. Returns the exit code: 0 done, 1 nothing done, 2 not understood. */
export async function deadLetters(db: Db, args: readonly string[], print: (line: string) => void): Promise<0 | 1 | 2> {
  const asked = readArguments(args);
  if (asked === null) {
    print(HELP);
    return 2;
  }
  const { command, ids, values } = asked;
  if (values.help === true || command === undefined) {
    print(HELP);
    return 0;
  }
  const [id] = ids;
  if (command === 'list' && ids.length === 0) return await list(db, print);
  if (command === 'show' && id !== undefined && ids.length === 1) return await show(db, id, print);
  if (command === 'resend' && ids.length > 0 !== (values.all === true))
    return await resend(db, values.all === true ? null : ids, print);
  if (command === 'drop' && id !== undefined && ids.length === 1 && values.why?.trim())
    return await drop(db, id, values.why.trim(), print);
  print(HELP);
  return 2;
}

function readArguments(args: readonly string[]) {
  try {
    const { positionals, values } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { all: { type: 'boolean' }, why: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
    });
    const [command, ...ids] = positionals;
    return { command, ids, values };
  } catch {
    return null; // an option that does not exist
  }
}

async function list(db: Db, print: (line: string) => void): Promise<0> {
  const rows = await findDeadLetters(db, LIST_MAX);
  if (rows.length === 0) print('No dead letters.');
  for (const row of rows)
    print(
      [
        row._id,
        stamp(row.createdAt),
        receiver(row.target).padEnd(16),
        row.body.kind.padEnd(11),
        `${row.attempts} tries`.padEnd(8),
        reason(row),
      ].join('  '),
    );
  if (rows.length === LIST_MAX) print(`Only the oldest ${LIST_MAX} are shown.`);
  return 0;
}

async function show(db: Db, id: string, print: (line: string) => void): Promise<0 | 1> {
  const row = await findOutboxRow(db, id);
  if (row === null) {
    print(`There is no message ${id}.`);
    return 1;
  }
  const facts: [string, string][] = [
    ['id', row._id],
    ['state', row.state],
    ['to', receiver(row.target)],
    ['content', `${row.body.kind}, ${contentSize(row.body)}${row.urgent ? ', urgent' : ''}`],
    ['created', stamp(row.createdAt)],
    ['tries', `${row.attempts}${row.partsSent > 0 ? `, ${row.partsSent} parts have gone` : ''}`],
    ['error', row.error === undefined ? 'none' : `${row.error.message} (class ${row.error.klass})`],
    ...remedy(row),
    ...(row.dropped === undefined
      ? []
      : [['dropped', `${stamp(row.dropped.at)} ${row.dropped.why}`] as [string, string]]),
  ];
  for (const [name, value] of facts) print(`${name.padEnd(8)} ${value}`);
  return 0;
}

async function resend(db: Db, ids: readonly string[] | null, print: (line: string) => void): Promise<0 | 1> {
  const count = await requeueRows(db, ids);
  print(`${count} queued again.`);
  const missing = ids === null ? 0 : ids.length - count;
  if (missing > 0) print(`${missing} of these ids are no dead letters.`);
  return missing > 0 ? 1 : 0;
}

async function drop(db: Db, id: string, why: string, print: (line: string) => void): Promise<0 | 1> {
  const dropped = await dropRow(db, id, why);
  print(dropped ? `${id} dropped.` : `There is no dead letter ${id}.`);
  return dropped ? 0 : 1;
}

/** Groups by their grid node; people by a mark that tells two of them apart and nothing else. */
function receiver(target: Target): string {
  if (target.kind === 'group') return `group ${target.nodeId}`;
  const id = target.kind === 'member' ? target.userid.toLowerCase() : target.customerId;
  return `${target.kind} #${createHash('sha256').update(id).digest('hex').slice(0, 6)}`;
}

function contentSize(body: OutboundBody): string {
  if ('text' in body) return `${[...body.text].length} characters`;
  if (body.kind === 'card') return `${[...body.title].length} characters of title`;
  return body.kind === 'card-update' ? `${body.userids.length} receivers` : `file ${body.fileId}`;
}

function reason(row: OutboxRow): string {
  if (row.error === undefined) return '';
  const code = Number(row.error.code);
  return Number.isInteger(code) ? `${code} ${explainErrcode(code).meaning}` : row.error.code;
}

function remedy(row: OutboxRow): [string, string][] {
  const code = Number(row.error?.code);
  if (!Number.isInteger(code)) return [];
  const info = explainErrcode(code);
  return [
    ['meaning', info.meaning],
    ['remedy', info.remedy],
  ];
}

function stamp(at: Date): string {
  return `${dayOf(at)} ${timeOf(at)}`;
}
