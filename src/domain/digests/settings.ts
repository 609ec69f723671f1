import { DigestSettings } from '../../../schemas/digest-settings.js';
import { loadYaml } from '../../lib/yaml-file.js';

/** What holds where nothing else is written. */
export const DIGEST_SETTINGS: DigestSettings = DigestSettings.parse({});

/** `config/digests.yaml`. @throws Error that names the file and what is wrong in it */
export function loadDigestSettings(path: string): DigestSettings {
  return loadYaml(path, DigestSettings);
}
