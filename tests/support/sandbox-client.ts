/** The sandbox's controls (docs/sandbox.md) as a test uses them. */
import type { SendReport } from '../../src/sandbox/controls/send.js';
import type { JournalMessage } from '../../src/sandbox/journal.js';

export type Sent = Omit<SendReport, 'attempts'> & { attempts: { outcome: string; status: number | null }[] };

export interface SandboxClient {
  url: string;
  /** Does something as a person and waits for the answer. */
  send(what: Record<string, unknown>): Promise<Sent>;
  messages(query: Record<string, string>): Promise<JournalMessage[]>;
  get<T>(path: string): Promise<T>;
  post<T = unknown>(path: string, body: unknown): Promise<T>;
}

/** Every call throws when the control refuses it. */
export function sandboxClient(url: string): SandboxClient {
  async function call<T>(path: string, body?: unknown): Promise<T> {
    const init = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
    const response = await fetch(`${url}/sandbox/${path}`, init);
    const answer = (await response.json()) as T & { error?: string; hint?: string };
    if (!response.ok) throw new Error(`${path}: ${answer.error} (${answer.hint})`);
    return answer;
  }
  return {
    url,
    send: (what) => call('send', what),
    messages: (query) => call(`messages?${new URLSearchParams(query)}`),
    get: (path) => call(path),
    post: (path, body) => call(path, body),
  };
}
