/** The head of a flow: who may begin it and how, what older drafts do. */
import type { Compiled } from '../compile/compile.js';
import type { Report } from '../compile/finding.js';
import { nearest } from '../compile/nearest.js';
import type { Registry } from '../registry.js';
import { type Command, readCommand } from '../understand/index.js';

/** Commands that mean something outside of a form too. */
const TAKEN = new Set<Command['kind']>(['resume', 'menu', 'correct']);

export function lintHead({ plan }: Compiled, { roles }: Registry, report: Report): void {
  const { audience, start, migrate } = plan.document;
  (audience ?? []).forEach((role, i) => {
    if (roles === undefined || roles.includes(role)) return;
    report('audience_unknown', ['audience', i], { role, near: nearest(role, roles), known: roles.join(', ') });
  });
  (start?.say ?? []).forEach((phrase, i) => {
    const command = readCommand(phrase)?.kind;
    if (command !== undefined && TAKEN.has(command)) report('phrase_is_command', ['start', 'say', i], { phrase });
  });
  const known = (path: string) => plan.root.slots.has(path) || plan.blocks.some(({ slots }) => slots.has(tail(path)));
  (migrate ?? []).forEach((rule, i) => {
    if ('rename' in rule) {
      for (const [from, to] of Object.entries(rule.rename)) {
        if (!known(to)) report('migrate_unknown', ['migrate', i, 'rename', from], { path: to });
      }
    } else if ('values' in rule) {
      for (const path of Object.keys(rule.values)) {
        if (!known(path)) report('migrate_unknown', ['migrate', i, 'values', path], { path });
      }
    }
  });
}

/** Inside an entry of a list the path has no list in front. */
function tail(path: string): string {
  return path.slice(path.indexOf('.') + 1);
}
