/** A chat in the terminal: what is typed is said, lines with a colon in front are for the stage. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { markedLines, stageDirection } from '../../sandbox/transcript.js';
import type { Directory, SandboxControls } from './client.js';
import { minuteOf, openStage, type Stage } from './stage.js';

export const STAGE_HELP = `:photo FILE        a picture; also door, licence, site
:location PLACE    a place of the district, or: NAME LAT,LNG
:card KEY          a button of the last card, by caption or number (:card 提交：甲、乙)
:menu KEY          a button of the app's menu
:clock +1d         moves the clock (+30m, 2026-11-24 08:00); what became due arrives
:as PERSON         speaks as somebody else        :who  lists the people
:look GROUP        what arrived in a group
:record FILE       writes the chat as a transcript from here on; :record ends it
:quit`;

export interface Terminal {
  lines: AsyncIterable<string>;
  print(line: string): void;
  prompt(): void;
}

/** Ends with the input, or with `:quit`. */
export async function chatInTerminal(sandbox: SandboxControls, person: string, terminal: Terminal): Promise<void> {
  const stage = await openStage(sandbox, person);
  const directory = await sandbox.directory();
  let record: { file: string; lines: string[] } | undefined;
  const note = (lines: readonly string[]) => {
    if (record === undefined) return;
    record.lines.push(...lines);
    writeFileSync(record.file, `${record.lines.join('\n')}\n`);
  };
  terminal.prompt();
  for await (const typed of terminal.lines) {
    const line = typed.trim();
    const [, word = '', rest = ''] = /^[:：](\w+)\s*(.*)$/.exec(line) ?? [];
    if (word === 'quit') return;
    if (word === 'record') {
      record = rest === '' ? undefined : { file: rest, lines: await headOf(sandbox, stage) };
      terminal.print(record === undefined ? '# not recorded any more' : `# recorded in ${rest}`);
    } else if (line !== '') {
      try {
        const did = word === '' ? await said(stage, line) : await command(stage, directory, word, rest);
        for (const each of did.told) terminal.print(each);
        note(did.noted);
      } catch (error) {
        terminal.print(`! ${error instanceof Error ? error.message : String(error)}`);
      }
    }
    terminal.prompt();
  }
}

interface Did {
  /** How it stands in a transcript. */
  noted: string[];
  /** What is shown. */
  told: string[];
}

async function headOf(sandbox: SandboxControls, stage: Stage): Promise<string[]> {
  const { now } = await sandbox.clock();
  return [`# ${stage.as}`, stageDirection('as', stage.as), stageDirection('now', minuteOf(now))];
}

async function said(stage: Stage, text: string): Promise<Did> {
  const told = await stage.say(text);
  return { noted: [...markedLines('<', text), ...told], told };
}

async function command(stage: Stage, directory: Directory, word: string, rest: string): Promise<Did> {
  switch (word) {
    case 'photo':
      return said(stage, `[图片 ${existsSync(rest) ? readFileSync(rest).toString('base64') : rest}]`);
    case 'location': {
      const place = directory.places.find(({ label }) => label.includes(rest));
      const at = /-?[\d.]+,-?[\d.]+$/.test(rest) ? rest : place && `${place.label} ${place.lat},${place.lng}`;
      if (at === undefined) throw new Error(`no such place; ${directory.places.map(({ label }) => label).join(' ')}`);
      return said(stage, `[位置 ${at}]`);
    }
    case 'card':
      return said(stage, `[按钮 ${rest}]`);
    case 'menu':
      return said(stage, `[菜单 ${rest}]`);
    case 'clock': {
      const { now, heard } = await stage.wait(rest.startsWith('+') ? { advance: rest.slice(1) } : { now: rest });
      return { noted: [stageDirection('now', now), ...heard], told: [stageDirection('now', now), ...heard] };
    }
    case 'as':
      stage.become(rest);
      return { noted: [stageDirection('as', rest)], told: [] };
    case 'look': {
      const told = await stage.look(rest);
      return { noted: [stageDirection('look', rest), ...told], told };
    }
    case 'who':
      return { noted: [], told: peopleOf(directory) };
    default:
      return { noted: [], told: STAGE_HELP.split('\n') };
  }
}

/** One line a person. */
export function peopleOf({ members, customers }: Directory): string[] {
  return [
    ...members.map(({ userid, name, position = '', department = '' }) =>
      `${userid.padEnd(24)} ${name}　${position}　${department}`.trimEnd(),
    ),
    ...customers.map(({ nickname }) => `${nickname}　微信客服`),
  ];
}
