import { readFileSync } from 'node:fs';
import { findingLine, hasErrors, loadFlows } from '../../conversation/index.js';
import { readFlowFiles } from '../../flow-loader.js';
import type { FlowCommand } from '../flows.js';
import { registryForAuthors } from './registry.js';

export const lintCommand: FlowCommand = async (folder = 'bot-flows', _options, print) => {
  const files = folder.endsWith('.yaml')
    ? [{ file: folder, text: readFileSync(folder, 'utf8') }]
    : readFlowFiles(folder);
  const { findings } = loadFlows(files, registryForAuthors());
  for (const finding of findings) print(findingLine(finding));
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  print(`${files.length} 个流程：${errors} 处错误，${findings.length - errors} 处提示。`);
  return hasErrors(findings) ? 1 : 0;
};
