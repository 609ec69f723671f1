import { readFileSync } from 'node:fs';
import { findingLine, hasErrors, loadFlows } from '../../conversation/index.js';
import { readFlowFiles } from '../../flow-loader.js';
import type { FlowCommand } from '../flows.js';
import { registryForAuthors } from './registry.js';

export const lintCommand: FlowCommand = async (folder = 'bot-flows', _options, print) => {
  const files = folder.endsWith('.yaml')
    ? [{ file: folder, text: readFileSync(folder, 'utf8') }]
    : readFlowFiles(folder);
  const { flows, findings } = loadFlows(files, registryForAuthors());
  for (const finding of findings) print(findingLine(finding));
  print(`${files.length} 个流程，${flows.length} 个可用，${findings.length} 处提示。`);
  return hasErrors(findings) ? 1 : 0;
};
