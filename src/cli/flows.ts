/** `npm run flows -- lint [FOLDER]`: checks the flow files. */
import { readFileSync } from 'node:fs';
import { findingLine, hasErrors, loadFlows } from '../conversation/index.js';
import { makeGridReader } from '../domain/grid/index.js';
import { readFlowFiles } from '../flow-loader.js';
import { newDataKey, readKeyRing } from '../lib/seal.js';
import { houseActions, houseRegistry } from '../turn/registry.js';

const HELP = `npm run lint:flows                    checks bot-flows/
npm run -s flows -- lint [FOLDER]     checks the flows of a folder; exit code 1 when one has an error
`;

/** What flows may name, without a database: for checking and for playing alone. */
export function registryForAuthors() {
  return houseRegistry(houseActions({ grid: makeGridReader(), keys: readKeyRing(newDataKey('lint')) }));
}

export async function flowsCommand(argv: readonly string[], print: (line: string) => void): Promise<0 | 1 | 2> {
  const [command, folder = 'bot-flows'] = argv;
  if (command !== 'lint') {
    print(HELP);
    return command === undefined || command === '--help' ? 0 : 2;
  }
  const files = folder.endsWith('.yaml')
    ? [{ file: folder, text: readFileSync(folder, 'utf8') }]
    : readFlowFiles(folder);
  const { flows, findings } = loadFlows(files, registryForAuthors());
  for (const finding of findings) print(findingLine(finding));
  print(`${files.length} 个流程，${flows.length} 个可用，${findings.length} 处提示。`);
  return hasErrors(findings) ? 1 : 0;
}
