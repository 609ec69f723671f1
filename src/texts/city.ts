/** How employers stand in the city's platform, as people read it. */
import { CITY_STATES, type CityEntry, type CityStanding } from '../../schemas/city-entry.js';
import { labelOf } from '../../schemas/enums.js';
import { formatDay } from '../lib/day-text.js';
import { formatCount } from '../lib/numbers.js';

/** `市平台退回（11月20日 周五）：地址不全。` */
export function cityEntryText(
  { state, answeredOn, error, changedAt }: Pick<CityEntry, 'state' | 'answeredOn' | 'error' | 'changedAt'>,
  today: string,
): string {
  const when = answeredOn === undefined || state === 'sent' ? '' : `（${formatDay(answeredOn, today)}）`;
  const why = error === undefined ? '' : `：${error}`;
  return `${labelOf(CITY_STATES, state)}${when}${why}${changedAt === undefined ? '' : '；之后有改动，下一批重报'}。`;
}

/** Numbers first, then what came back. */
export function cityText(unit: string, standing: CityStanding): string {
  const { collected, sent, entered, returned, changed, unsent, wrong } = standing;
  const parts = [
    ['等回执', sent],
    ['退回', returned],
    ['变更待重报', changed],
    ['未上报', unsent],
  ] as const;
  const others = parts.flatMap(([what, count]) => (count > 0 ? [`${what} ${formatCount(count)}`] : []));
  const lines = wrong.map(
    ({ name, fileNo, error }, i) =>
      `${i + 1} ${name}${fileNo === undefined ? '' : `（档案 …${fileNo.slice(-4)}）`}${error === undefined ? '' : `：${error}`}`,
  );
  const more = returned > wrong.length ? [`…… 还有 ${formatCount(returned - wrong.length)} 户`] : [];
  return [
    `${unit} 市平台录入：${formatCount(entered)}/${formatCount(collected)} 户${others.length === 0 ? '' : `，${others.join('，')}`}。`,
    ...(lines.length === 0 ? [] : ['退回的，发“更新单位”改好后下一批重报：', ...lines, ...more]),
  ].join('\n');
}

export const CITY_HELP = `报市级监察平台（金保网）的名单，和市里的回执。列、结果写法在 config/city-export.yaml。

  city export --out 名单.xlsx              已采集、还没录入或之后有改动的，全区
  city export --unit 古荥镇 --out …        一个镇街或村社区；可以写几个 --unit
  city export --again --out …              等回执的、退回没改的也再报一次
  city export --batch 3 --out …            第 3 批的名单再写一份
  city import-result 回执.xlsx             登记回执：已录入，或退回和原因；一行不对就都不登记
  city import-result 回执.xlsx --batch 3   回执里没有批次的，只认第 3 批
  city show                                各镇街录入情况和最近几批
`;

export const NOTHING_TO_SEND = '没有要报的：已采集的都录入了，或在等回执。';

/** A batch and its file; `left`: employers of it, or beyond it, that are not in the file. */
interface WrittenBatch {
  number: number;
  count: number;
  path: string;
  left: number;
}

export function sentLine({ number, count, path, left }: WrittenBatch): string {
  const more = left > 0 ? `还有 ${formatCount(left)} 户，请再运行一次，报下一批。` : '';
  return `第 ${number} 批 ${formatCount(count)} 户，已写入 ${path}。${more}`;
}

export function writtenAgainLine({ number, count, path, left }: WrittenBatch): string {
  const later = left > 0 ? `另有 ${formatCount(left)} 户后来又报过，不在里面。` : '';
  return `第 ${number} 批 ${formatCount(count)} 户，又写了一份：${path}。${later}`;
}

/** The batch is noted, its file is not there. */
export function notWrittenLine(number: number, path: string, reason: string): string {
  return `第 ${number} 批已登记，但文件没有写成（${reason}）。请运行 city export --batch ${number} --out ${path} 再写一份。`;
}

export function answeredLine(done: {
  entered: number;
  returned: number;
  unchanged: number;
  overtaken: number;
}): string {
  const { entered, returned, unchanged, overtaken } = done;
  const late = overtaken > 0 ? `，${formatCount(overtaken)} 户后来又报过，这份回执不算` : '';
  return `已登记回执：录入 ${formatCount(entered)} 户，退回 ${formatCount(returned)} 户，没有变化 ${formatCount(unchanged)} 户${late}。`;
}

export function answersRefusedLine(faults: number): string {
  return `没有登记，原有内容一点没变。请改好下面 ${formatCount(faults)} 处再试：`;
}

export function batchLine({
  number,
  day,
  by,
  count,
}: {
  number: number;
  day: string;
  by: string;
  count: number;
}): string {
  return `第 ${number} 批　${day}　${formatCount(count)} 户　${by}`;
}
