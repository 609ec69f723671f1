/** The audit's hash chain: seal what is new, verify all of it. */
import { sealAudit, verifyAudit } from '../domain/audit/index.js';
import type { TransactionDeps } from '../models/transaction.js';

const HELP = `The audit's hash chain.

  audit verify   recompute every link; prints the head, which is worth keeping elsewhere
  audit seal     seal the rows written so far, as the nightly job does
`;

/** Returns the exit code: 0 whole, 1 a link is broken, 2 not understood. */
export async function auditCommand(
  deps: TransactionDeps,
  args: readonly string[],
  print: (line: string) => void,
): Promise<0 | 1 | 2> {
  const [command, ...more] = args;
  if (more.length > 0 || (command !== 'verify' && command !== 'seal')) {
    print(HELP);
    return command === '--help' || command === '-h' ? 0 : 2;
  }
  if (command === 'seal') {
    print(`${await sealAudit(deps)} rows sealed`);
    return 0;
  }
  const verdict = await verifyAudit(deps);
  if (verdict.ok) print(`whole: ${verdict.seals} links, ${verdict.rows} rows, head ${verdict.head}`);
  else print(`link ${verdict.brokenSeal} does not fit: its rows or the link before were changed after sealing`);
  return verdict.ok ? 0 : 1;
}
