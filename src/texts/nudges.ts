/** Reminders to a unit in its group: the fact, the date, the next step; no blame (voice.md rule 10). */
import type { SilentCell } from '../../schemas/digest.js';
import type { Day } from '../lib/day.js';
import { formatDay } from '../lib/day-text.js';
import { escapeMarkdown } from '../lib/markdown.js';
import { formatCount } from '../lib/numbers.js';
import { byteLength } from '../lib/utf8.js';

/** What an app chat takes as markdown (wecom.md 3.3). */
const MAX_BYTES = 2048;

export interface SilentNudge {
  unitName: string;
  /** Cells of the unit in all. */
  cells: number;
  workdays: number;
  silent: readonly SilentCell[];
  today: Day;
}

/** One folded message to a town's group about the cells without a report. Markdown of at most 2,048 bytes. */
export function silentNudgeText(nudge: SilentNudge): string {
  for (let shown = nudge.silent.length; shown > 0; shown--) {
    const text = write(nudge, shown);
    if (byteLength(text) <= MAX_BYTES) return text;
  }
  return write(nudge, 0);
}

function write({ unitName, cells, workdays, silent, today }: SilentNudge, shown: number): string {
  const line = ({ name, lastOn, missing }: SilentCell) => {
    const last = lastOn === undefined ? '还没有上报过' : `上次 ${formatDay(lastOn, today)}`;
    return `${escapeMarkdown(name)}：${last}${missing > 0 ? `，还差 ${formatCount(missing)} 户` : '，有数据待更新'}`;
  };
  const more = silent.length - shown;
  return [
    `**${escapeMarkdown(unitName)}**：${silent.length}/${cells} 个村社区已有 ${workdays} 个工作日没有上报`,
    ...silent.slice(0, shown).map(line),
    ...(more > 0 ? [`另有 ${more} 个`] : []),
    '请安排一次走访；在单聊里发“上报单位”采集，发“未采集清单”看还差哪些。',
  ].join('\n');
}
