/** The environment, read once: every variable of the contract, its default, and one line per problem. */
import { z } from 'zod';

const text = z.string().trim().min(1);
const PORT = { error: 'must be a port, 1 to 65535' };
const port = z.coerce.number(PORT).int(PORT).min(1, PORT).max(65_535, PORT);
const AGENT = { error: 'must be the number of the app (AgentId)' };
const flag = z
  .enum(['1', '0', 'true', 'false', 'on', 'off', 'yes', 'no'])
  .transform((v) => ['1', 'true', 'on', 'yes'].includes(v));
const address = z
  .url({ protocol: /^https?$/, error: 'must be an address such as https://your.host' })
  .transform((v) => v.replace(/\/$/, ''));
const key = z
  .string()
  .regex(
    /^[\w-]{1,16}:[A-Za-z0-9+/]{43}=(,[\w-]{1,16}:[A-Za-z0-9+/]{43}=)*$/,
    'must be id:base64 of 32 bytes, several parted by commas',
  );

const Env = z.object({
  PORT: port.default(8080),
  HOST: text.default('127.0.0.1'),
  PUBLIC_URL: address.optional(),
  SANDBOX_PORT: port.default(8081),
  MONGODB_URI: z
    .string()
    .regex(/^mongodb(\+srv)?:\/\//, 'must begin with mongodb://')
    .optional(),
  MONGOMS_SYSTEM_BINARY: text.optional(),
  DATA_DIR: text.default('.data'),
  WECOM_CORP_ID: text.optional(),
  WECOM_AGENT_ID: z.coerce.number(AGENT).int(AGENT).positive(AGENT).optional(),
  WECOM_AGENT_SECRET: text.optional(),
  WECOM_TOKEN: z
    .string()
    .regex(/^[A-Za-z0-9]{1,32}$/, 'must be letters and digits, at most 32')
    .optional(),
  WECOM_AES_KEY: z
    .string()
    .regex(/^[A-Za-z0-9]{43}$/, 'must be the 43 letters and digits of EncodingAESKey')
    .optional(),
  WECOM_API_BASE: address.default('https://qyapi.weixin.qq.com'),
  WECOM_OAUTH_BASE: address.default('https://open.weixin.qq.com'),
  WECOM_KF_ENABLED: flag.optional(),
  WECOM_CARDS: flag.default(true),
  DATA_KEYS: key.optional(),
  LIANGWANG_ROLE: z.enum(['all', 'web', 'worker']).default('all'),
  LIANGWANG_NOW: z.iso
    .datetime({ offset: true, message: 'must be an instant such as 2010-07-20T08:00:00+08:00' })
    .transform((v) => new Date(v))
    .optional(),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
});
type Env = z.infer<typeof Env>;

/** The self-built app's credentials. */
export interface WecomCredentials {
  corpId: string;
  agentId: number;
  secret: string;
  token: string;
  aesKey: string;
}

export interface Config {
  readonly port: number;
  readonly host: string;
  /** Where the platform and people's browsers reach the service. */
  readonly publicUrl: string;
  readonly sandboxPort: number;
  readonly mongodbUri: string | null;
  /** The server program to run when `mongodbUri` is null. */
  readonly mongodBinary: string | null;
  readonly dataDir: string;
  /** Null: no corp is configured, the sandbox stands in. */
  readonly wecom: WecomCredentials | null;
  /** What was given without a corp: the sandbox takes it instead of inventing it. */
  readonly sandboxWecom: Partial<WecomCredentials>;
  readonly apiBase: string;
  readonly oauthBase: string;
  readonly kfEnabled: boolean;
  readonly cards: boolean;
  readonly dataKeys: string | null;
  readonly role: 'all' | 'web' | 'worker';
  readonly startAt: Date | null;
  readonly logLevel: Env['LOG_LEVEL'];
}

/** All problems of the environment, one line each. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
  constructor(readonly problems: readonly string[]) {
    super(
      `The environment has ${problems.length === 1 ? 'a problem' : `${problems.length} problems`}:\n${problems.map((p) => `  ${p}`).join('\n')}`,
    );
  }
}

const WECOM_PARTS = ['WECOM_CORP_ID', 'WECOM_AGENT_ID', 'WECOM_AGENT_SECRET', 'WECOM_TOKEN', 'WECOM_AES_KEY'] as const;

/** @throws ConfigurationError with every problem; values are never repeated in it, they may be secrets. */
export function readConfig(env: Record<string, string | undefined>): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, v]) => v !== undefined && v !== ''));
  const parsed = Env.safeParse(given);
  const problems = parsed.success ? [] : parsed.error.issues.map((i) => `${String(i.path[0])}: ${i.message}`);
  if (given['WECOM_CORP_ID'] !== undefined) {
    for (const name of WECOM_PARTS)
      if (given[name] === undefined)
        problems.push(`${name}: is needed when WECOM_CORP_ID is set (README, "Connect a real corp")`);
    if (given['DATA_KEYS'] === undefined)
      problems.push('DATA_KEYS: is needed with a real corp; make one with: npm run -s lw -- keys new');
  }
  if (!parsed.success || problems.length > 0) throw new ConfigurationError(problems);
  const e = parsed.data;
  return Object.freeze({
    port: e.PORT,
    host: e.HOST,
    publicUrl: e.PUBLIC_URL ?? `http://127.0.0.1:${e.PORT}`,
    sandboxPort: e.SANDBOX_PORT,
    mongodbUri: e.MONGODB_URI ?? null,
    mongodBinary: e.MONGOMS_SYSTEM_BINARY ?? null,
    dataDir: e.DATA_DIR,
    wecom: credentialsOf(e),
    sandboxWecom: {
      ...(e.WECOM_AGENT_ID !== undefined && { agentId: e.WECOM_AGENT_ID }),
      ...(e.WECOM_AGENT_SECRET !== undefined && { secret: e.WECOM_AGENT_SECRET }),
      ...(e.WECOM_TOKEN !== undefined && { token: e.WECOM_TOKEN }),
      ...(e.WECOM_AES_KEY !== undefined && { aesKey: e.WECOM_AES_KEY }),
    },
    apiBase: e.WECOM_API_BASE,
    oauthBase: e.WECOM_OAUTH_BASE,
    kfEnabled: e.WECOM_KF_ENABLED ?? e.WECOM_CORP_ID === undefined,
    cards: e.WECOM_CARDS,
    dataKeys: e.DATA_KEYS ?? null,
    role: e.LIANGWANG_ROLE,
    startAt: e.LIANGWANG_NOW ?? null,
    logLevel: e.LOG_LEVEL,
  });
}

function credentialsOf(e: Env): WecomCredentials | null {
  const {
    WECOM_CORP_ID: corpId,
    WECOM_AGENT_ID: agentId,
    WECOM_AGENT_SECRET: secret,
    WECOM_TOKEN: token,
    WECOM_AES_KEY: aesKey,
  } = e;
  if (
    corpId === undefined ||
    agentId === undefined ||
    secret === undefined ||
    token === undefined ||
    aesKey === undefined
  )
    return null;
  return { corpId, agentId, secret, token, aesKey };
}
