/** `npm run chat`: talks with the service through the sandbox, or plays a transcript again. */
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { sandboxControls } from './client.js';
import { replayChat } from './replay.js';
import { chatInTerminal, peopleOf, STAGE_HELP } from './terminal.js';

export const CHAT_HELP = `npm run chat                        lists who one can be
npm run chat -- --as PERSON         talks as a person: userid, name, or nickname of a customer
npm run chat -- --replay FILE       plays a transcript (.chat) and tells what differs; exit code 1 when something does

Without a running sandbox (SANDBOX_PORT) the service is started with the demo district, as by npm start. In the chat:
${STAGE_HELP}
`;

/** @param open gives the sandbox's address, and starts what is missing. @returns the exit code; 2: not understood */
export async function runChat(argv: readonly string[], open: () => Promise<string>): Promise<0 | 1 | 2> {
  const asked = readArguments(argv);
  const print = (line: string) => void process.stdout.write(`${line}\n`);
  if (asked === null || asked.help === true) {
    print(CHAT_HELP);
    return asked === null ? 2 : 0;
  }
  const transcript = asked.replay === undefined ? undefined : readFileSync(asked.replay, 'utf8');
  const sandbox = sandboxControls(await open());
  if (transcript !== undefined) return replayChat(sandbox, transcript, { print, colour: process.stdout.isTTY });
  if (asked.as === undefined) {
    for (const line of peopleOf(await sandbox.directory())) print(line);
    print('\nnpm run chat -- --as PERSON');
    return 0;
  }
  const lines = createInterface({ input: process.stdin, output: process.stdout, terminal: process.stdin.isTTY });
  lines.setPrompt(process.stdin.isTTY ? `${asked.as}> ` : '');
  // from now on: what comes before somebody listens is lost
  const typed = lines[Symbol.asyncIterator]();
  await chatInTerminal(sandbox, asked.as, { lines: typed, print, prompt: () => lines.prompt() });
  lines.close();
  return 0;
}

function readArguments(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      options: {
        as: { type: 'string' },
        replay: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    }).values;
  } catch (error) {
    if ((error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS') === true) return null;
    throw error;
  }
}
