/** Invented credentials and a data key for a service without a corp; made once and kept in the data folder. */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { WecomCredentials } from './config.js';
import { newDataKey } from './lib/seal.js';

const Secrets = z.object({
  wecom: z.object({
    corpId: z.string(),
    agentId: z.number(),
    secret: z.string(),
    token: z.string(),
    aesKey: z.string(),
  }),
  dataKeys: z.string(),
});

/** @param given takes the place of what was invented */
export function sandboxSecrets(
  dataDir: string,
  given: Partial<WecomCredentials>,
): { wecom: WecomCredentials; dataKeys: string } {
  const { wecom, dataKeys } = keptSecrets(dataDir);
  return { wecom: { ...wecom, ...given }, dataKeys };
}

function keptSecrets(dataDir: string): z.infer<typeof Secrets> {
  const file = join(dataDir, 'sandbox-secrets.json');
  if (existsSync(file)) return Secrets.parse(JSON.parse(readFileSync(file, 'utf8')));
  mkdirSync(dataDir, { recursive: true });
  const letters = (n: number) =>
    randomBytes(n * 2)
      .toString('base64')
      .replace(/[^A-Za-z0-9]/g, '')
      .slice(0, n);
  const made = {
    wecom: {
      corpId: `ww${randomBytes(8).toString('hex')}`,
      agentId: 1_000_009,
      secret: letters(43),
      token: letters(24),
      aesKey: letters(43),
    },
    dataKeys: newDataKey('demo1'),
  };
  writeFileSync(file, JSON.stringify(made, null, 2), { mode: 0o600, flag: 'wx' });
  return made;
}
