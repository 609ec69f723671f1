/** What the preview command says around a digest. */
import { timeOf } from '../lib/day.js';
import { formatDay } from '../lib/day-text.js';

export const DIGEST_HELP = `看一个单位某天的日报；不发送，也不留记录。

  digest --unit 古荥镇                      今天的
  digest --unit 古荥镇 --date 2026-11-23    那天发过的照原样；没发过的现算
  digest --unit 古荥镇 --kind weekly        周报；月报是 monthly
  digest --level 2                         一级所有单位：1 区、2 镇街、3 村社区
  digest --unit 古荥镇 --png 日报.png       图片另存
  digest --unit 古荥镇 --fresh              发过的也重算
`;

/** @param names of units that the text may mean */
export function noSuchUnit(text: string, names: readonly string[]): string {
  if (names.length === 0) return `没有找到“${text}”，请写区、镇街、村社区的名称或网格编码。`;
  return `“${text}”有几处：${names.join('、')}。请写网格编码。`;
}

export function noSuchDay(text: string): string {
  return `“${text}”不是日期，请写如 2026-11-23。`;
}

/** @param madeAt when it was sent; undefined for one that was reckoned now */
export function previewHead(day: string, today: string, madeAt: Date | undefined): string {
  const date = formatDay(day, today);
  return madeAt === undefined ? `（${date}，现算，没有发送）` : `（${date}，${timeOf(madeAt)} 已发送）`;
}

/** @param saved false when there was nothing to draw */
export function pictureLine(path: string, saved: boolean): string {
  return saved ? `图片存在 ${path}` : '还没有数据，没有图片。';
}
