/** `npm run flows`: tools for people who write conversations. Each command is loaded when it is called. */
import { parseArgs } from 'node:util';

const HELP = `npm run lint:flows                                        checks bot-flows/

npm run -s flows -- lint [FOLDER|FILE]                    checks flows; exit code 1 when one has an error
npm run -s flows -- play FLOW --answers ANSWERS.json      plays answers by a program: one line of JSON after each
npm run -s flows -- import FORM.xlsx [--out FLOW.yaml]    makes a flow of an XLSForm (ODK, Kobo)
npm run -s flows -- export FLOW --xlsx OUT.xlsx           makes an XLSForm of a flow
npm run -s flows -- map FLOW [--out MAP.svg|MAP.mmd]      draws a flow; without --out as Mermaid on the screen
npm run -s flows -- paper FLOW --out FORM.html            makes a form to print, A4

FLOW is a file of bot-flows/ or an XLSForm (.xlsx).
play also takes  --today 2010-08-10   the day on which it is played
                 --base 0|1           how entries of lists are counted (found out from the answers when missing)
                 --given GIVEN.json   values of what the flow takes:  {"employerId": "…"}
                 --me ME.json         the person:                     {"name": "…"}

Examples
  npm run -s flows -- import clinic.xlsx --out bot-flows/clinic.yaml && npm run lint:flows
  echo '[{"field":"age","value":17},{"field":"age","value":18}]' > a.json
  npm run -s flows -- play clinic.xlsx --answers a.json
  npm run -s flows -- play bot-flows/profile.yaml --answers a.json --today 2010-08-10
  npm run -s flows -- export bot-flows/collect-employer.yaml --xlsx collect.xlsx
  npm run -s flows -- map bot-flows/collect-employer.yaml --out map.svg
  npm run -s flows -- paper bot-flows/collect-employer.yaml --out form.html

Exit codes: 0 done; 1 the flow has errors, or an answer names a field that it does not have; 2 wrong use, or a file that
cannot be read. docs/flows.md has the format of flows, docs/xlsform.md everything about XLSForms and play.
`;

const OPTIONS = {
  answers: { type: 'string' },
  today: { type: 'string' },
  base: { type: 'string' },
  given: { type: 'string' },
  me: { type: 'string' },
  out: { type: 'string' },
  xlsx: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

export type FlowOptions = Partial<Record<Exclude<keyof typeof OPTIONS, 'help'>, string>>;
export type ExitCode = 0 | 1 | 2;
/** @param print takes one line */
export type FlowCommand = (
  target: string | undefined,
  options: FlowOptions,
  print: (line: string) => void,
) => Promise<ExitCode>;

/** How each command is loaded. */
const COMMANDS: Readonly<Record<string, () => Promise<FlowCommand>>> = {
  lint: async () => (await import('./flows/lint.js')).lintCommand,
  play: async () => (await import('./flows/play.js')).playCommand,
  import: async () => (await import('./flows/xlsform.js')).importCommand,
  export: async () => (await import('./flows/xlsform.js')).exportCommand,
  map: async () => (await import('./flows/pictures.js')).mapCommand,
  paper: async () => (await import('./flows/pictures.js')).paperCommand,
};

export async function flowsCommand(argv: readonly string[], print: (line: string) => void): Promise<ExitCode> {
  let parsed: { values: FlowOptions & { help?: boolean }; positionals: string[] };
  try {
    parsed = parseArgs({ args: [...argv], options: OPTIONS, allowPositionals: true });
  } catch (error) {
    print(error instanceof Error ? error.message : String(error));
    return 2;
  }
  const [name, target] = parsed.positionals;
  const command = name !== undefined && Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (command === undefined || parsed.values.help === true) {
    print(HELP);
    return name === undefined || parsed.values.help === true ? 0 : 2;
  }
  try {
    return await (await command())(target, parsed.values, print);
  } catch (error) {
    // what a person on the command line can mend: a file that is not there, or is no JSON or workbook
    print(JSON.stringify({ error: error instanceof Error ? error.message : String(error) }));
    return 2;
  }
}
