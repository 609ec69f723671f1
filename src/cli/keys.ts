/** Keys of personal data: a fresh one, and sealing everything anew under the first. */
import { type MatterHouse, type Rotated, resealMatters, resealSituations } from '../domain/matters/index.js';
import { newDataKey } from '../lib/seal.js';
import { inTransaction, type TransactionDeps, type Tx } from '../models/transaction.js';

const HELP = `Keys of personal data (DATA_KEYS; the first seals, all open).

  keys new [ID]   prints an entry for DATA_KEYS; put it in front of the old ones and restart
  keys rotate     seals complaints, reports, their persons, letters and important situations anew under the first key;
                  may run while the service does, and again after it was stopped
`;

/** Prints a fresh key or the help. Null: the command needs the database. */
export function keysAlone(args: readonly string[], newId: () => string, print: (line: string) => void): 0 | 2 | null {
  if (args[0] === 'rotate' && args.length === 1) return null;
  if (args[0] === 'new' && args.length <= 2) {
    print(newDataKey(args[1] ?? `k${newId().slice(0, 8)}`));
    return 0;
  }
  print(HELP);
  return args[0] === '--help' || args[0] === '-h' ? 0 : 2;
}

/** Seals anew, portion by portion. Returns the exit code. */
export async function rotateKeys(
  deps: TransactionDeps & { matters: MatterHouse },
  print: (line: string) => void,
): Promise<0> {
  let tokens = 0;
  const matters = await through(deps, async (tx, after) => {
    const done: Rotated = await resealMatters({ ...deps.matters, tx }, after);
    tokens += done.tokensUnderOldKeys;
    return done;
  });
  const situations = await through(deps, (tx, after) => resealSituations({ ...deps.matters, tx }, after));
  print(`${matters} records of matters, ${situations} important situations sealed anew`);
  if (tokens > 0)
    print(
      `${tokens} tokens of anonymous reports are found by an old identity key only: keep the old keys until this is 0`,
    );
  return 0;
}

async function through(
  deps: TransactionDeps,
  portion: (tx: Tx, after: string) => Promise<Pick<Rotated, 'records' | 'next'>>,
): Promise<number> {
  let records = 0;
  for (let after: string | null = ''; after !== null; ) {
    const from: string = after;
    const done = await inTransaction(deps, (tx) => portion(tx, from));
    records += done.records;
    after = done.next;
  }
  return records;
}
