/** The form of `.chat` files (docs/sandbox.md), read. What the bot said and did is left out: the player finds out anew. */

/** One thing to do, with the lines that stand for it. */
export type Step = { lines: string[] } & (
  | { kind: 'remark' }
  | { kind: 'direct'; word: string; value: string }
  | { kind: 'say'; text: string }
);

/** Stage directions; any other `# word: value` is a remark. */
const WORDS = new Set(['as', 'now', 'look', 'times', 'desk']);

/** @throws Error with the line for what is none of the marks */
export function readScript(text: string): Step[] {
  const steps: Step[] = [];
  for (const block of blocksOf(text)) {
    const [first = ''] = block;
    const [, word = '', value = ''] = /^# (\w+): (.*)$/.exec(first) ?? [];
    if (WORDS.has(word)) steps.push({ kind: 'direct', word, value, lines: block });
    else if (first === '' || first.startsWith('#')) steps.push({ kind: 'remark', lines: block });
    else if (first.startsWith('< ')) steps.push({ kind: 'say', text: textOf(block), lines: block });
    else if (!/^[>!]/.test(first)) throw new Error(`neither #, <, > nor !: ${first}`);
  }
  return steps;
}

/** Lines that belong together: a marked one and the indented ones after it, blank ones between them included. */
function blocksOf(text: string): string[][] {
  const blocks: string[][] = [];
  let blanks: string[] = [];
  for (const line of text.replace(/\n+$/, '').split('\n')) {
    if (line === '') blanks.push(line);
    else if (line.startsWith('  ')) {
      blocks.at(-1)?.push(...blanks, line);
      blanks = [];
    } else {
      blocks.push(...blanks.map((blank) => [blank]), [line]);
      blanks = [];
    }
  }
  return blocks;
}

function textOf(block: readonly string[]): string {
  const text = block.map((line) => line.slice(2)).join('\n');
  return text.startsWith('"') ? (JSON.parse(text) as string) : text;
}

/** What the sandbox is to do for a said text (docs/sandbox.md, Do something as a person). */
export function gestureOf(text: string, lines: readonly string[]): Record<string, unknown> {
  const [, what, rest = ''] = lines[0]?.startsWith('< [') === true ? (/^\[(\S+?)(?: (.*))?\]$/.exec(text) ?? []) : [];
  const words = rest.split(' ');
  switch (what) {
    case undefined:
      return { text };
    case '进入应用':
      return { event: 'enter_agent' };
    case '进入客服':
      return { event: 'enter_session', scene: rest };
    case '撤回一条消息':
      return { recall: true };
    case '图片':
      return { image: rest === '' ? 'sample' : rest };
    case '位置': {
      const [lat, lng] = (words.at(-1) ?? '').split(',').map(Number);
      return { location: { lat, lng, label: words.slice(0, -1).join(' ') } };
    }
    case '语音':
      return { voice: true };
    case '视频':
      return { video: true };
    case '文件':
      return { file: { name: rest } };
    case '链接':
      return { link: { title: words.slice(0, -1).join(' '), url: words.at(-1) } };
    case '菜单':
      return { menu: rest };
    case '按钮':
    case '旧按钮': {
      const [key = '', options] = rest.split('：');
      return {
        card: { key, ...(options !== undefined && { selected: options.split('、') }) },
        stale: what === '旧按钮',
      };
    }
    // a text nobody wants to read: [长文 店 2000]
    case '长文':
      return { text: words[0]?.repeat(Number(words[1])) };
    default:
      throw new Error(`no gesture ${what}: ${text}`);
  }
}
