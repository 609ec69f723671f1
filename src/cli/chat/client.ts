/** The sandbox's controls (docs/sandbox.md), as far as a chat in the terminal needs them. */

/** A message as the sandbox lists it. */
export interface Heard {
  id: string;
  to: string;
  text: string;
}

export interface Place {
  label: string;
  lat: number;
  lng: number;
}

export interface Directory {
  members: readonly { userid: string; name: string; position?: string; department?: string }[];
  groups: readonly { key: string; name: string }[];
  places: readonly Place[];
  /** Who may write by WeChat (微信客服). */
  customers: readonly { nickname: string }[];
}

export interface SandboxControls {
  /** Does something as a person and waits until nothing more arrives. @returns the person's userid and what went wrong */
  send(what: Record<string, unknown>): Promise<{ from: string; errors: readonly string[] }>;
  /** What arrived for somebody after a message, the oldest first. */
  heard(to: string, since: string): Promise<readonly Heard[]>;
  /** Id of the last message of all; `m0` when there is none. */
  last(): Promise<string>;
  directory(): Promise<Directory>;
  clock(): Promise<{ now: string; local: string }>;
  moveClock(to: Record<string, string>): Promise<{ now: string; local: string }>;
}

/** Quiet time after which everything has arrived. */
const SETTLE_MS = 400;

/** @throws Error with the sandbox's own words for what it refuses */
export function sandboxControls(url: string): SandboxControls {
  async function call<T>(path: string, body?: unknown): Promise<T> {
    const init = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
    const response = await fetch(`${url}/sandbox/${path}`, init);
    const answer = (await response.json()) as T & { error?: string; hint?: string };
    if (!response.ok)
      throw new Error(`${answer.error ?? response.status}${answer.hint === undefined ? '' : ` (${answer.hint})`}`);
    return answer;
  }
  return {
    send: (what) => call('send', { settleMs: SETTLE_MS, ...what }),
    heard: (to, since) => call(`messages?${new URLSearchParams({ to, since, limit: '1000' })}`),
    last: async () => (await call<Heard[]>('messages?limit=1')).at(-1)?.id ?? 'm0',
    directory: async () => {
      const [company, { customers }] = await Promise.all([
        call<Omit<Directory, 'customers'>>('directory'),
        call<Pick<Directory, 'customers'>>('kf'),
      ]);
      return { ...company, customers };
    },
    clock: () => call('clock'),
    moveClock: (to) => call('clock', to),
  };
}
