import { NudgeRules } from '../../../schemas/nudge.js';
import { loadYaml } from '../../lib/yaml-file.js';

/** `config/nudges.yaml`. @throws Error that names the file and what is wrong in it */
export function loadNudgeRules(path: string): NudgeRules {
  return loadYaml(path, NudgeRules);
}
