/** Reads and checks `bot-flows/` once. A flow with an error is not served: the start stops and says where to look. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type FlowFile, findingLine, hasErrors, type Loaded, loadFlows, type Registry } from './conversation/index.js';

/** The flow files of a folder, by name. @param shownAs how findings name the folder */
export function readFlowFiles(folder: string, shownAs = folder): FlowFile[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((name) => ({ file: `${shownAs}/${name}`, text: readFileSync(join(folder, name), 'utf8') }));
}

/** @throws Error with one line per error when a flow cannot be served; warnings come back in `findings` */
export function loadFlowFolder(folder: string, registry: Registry, shownAs = folder): Loaded {
  const loaded = loadFlows(readFlowFiles(folder, shownAs), registry);
  if (!hasErrors(loaded.findings)) return loaded;
  const errors = loaded.findings.filter(({ severity }) => severity === 'error');
  throw new Error(`flows:\n${errors.map(findingLine).join('\n')}`);
}
