/** Everything the sandbox remembers over a restart, as plain JSON, and how it is kept on disk. */
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { JournalMessage } from './journal.js';
import { emptyKfState, type KfState } from './kf/state.js';

export interface StoredMedia {
  type: 'image' | 'voice' | 'video' | 'file';
  fileName: string;
  contentType: string;
  size: number;
  /** ms since the epoch, by the sandbox clock. */
  at: number;
  /** `corp` for media/upload and what people send; a webhook key for webhook/upload_media. */
  scope: string;
}

/** A response_code (wecom.md 3.5): one use, 72 hours. */
interface ResponseCode {
  taskId: string;
  at: number;
  used: boolean;
}

export interface AppChat {
  name: string;
  owner: string;
  userlist: string[];
}

export interface SandboxState {
  lastMessage: number;
  messages: JournalMessage[];
  /** access_token -> when it ends, ms. */
  tokens: Record<string, number>;
  media: Record<string, StoredMedia>;
  responseCodes: Record<string, ResponseCode>;
  taskIds: Record<string, true>;
  /** The app's menu as created, null without one. */
  menu: unknown;
  /** Groups the app made with appchat/create, by chatid. */
  appChats: Record<string, AppChat>;
  /** userids that wrote without being in the directory. */
  guests: string[];
  /** Customer service. */
  kf: KfState;
}

function emptyState(): SandboxState {
  return {
    lastMessage: 0,
    messages: [],
    tokens: {},
    media: {},
    responseCodes: {},
    taskIds: {},
    menu: null,
    appChats: {},
    guests: [],
    kf: emptyKfState(),
  };
}

/** The state of the last run; an empty one when there is no file. What was under way then has failed. @throws when the file is not the JSON of an earlier run */
export function loadState(path: string | undefined): SandboxState {
  if (path === undefined || !existsSync(path)) return emptyState();
  const state = { ...emptyState(), ...(JSON.parse(readFileSync(path, 'utf8')) as Partial<SandboxState>) };
  for (const { delivery } of state.messages) {
    if (delivery?.state === 'pending' || delivery?.state === 'retrying') delivery.state = 'failed';
  }
  return state;
}

const SAVED_MESSAGES = 5_000;

/** Writes the state beside the file and renames it, so that a crash leaves the old or the new one, never half of it. */
async function saveState(path: string, state: SandboxState): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const next = `${path}.next`;
  await writeFile(next, JSON.stringify({ ...state, messages: state.messages.slice(-SAVED_MESSAGES) }), { mode: 0o600 });
  await rename(next, path);
}

/** Saves soon after a change, never twice at once. `flush` waits until everything changed so far is on disk. */
export function saver(path: string, state: SandboxState, delayMs: number, onError: (error: unknown) => void) {
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();
  const write = () => {
    timer = undefined;
    running = running.then(() => saveState(path, state)).catch(onError);
    return running;
  };
  return {
    changed() {
      timer ??= setTimeout(write, delayMs);
    },
    async flush() {
      if (timer !== undefined) {
        clearTimeout(timer);
        await write();
      }
      await running;
    },
  };
}
