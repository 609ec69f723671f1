/** What a leader says when he sets work in one sentence: “给各中队布置三图上墙检查，8月10日前”. */

const HEAD = /^(?:请|麻烦)?(?:给|向|对|为)(?<bodies>.{2,80}?)(?:布置|安排|下达|交办)(?:一下|一项|个)?(?<rest>.{2,})$/su;
const DATE =
  '(?:\\d{4}年)?\\d{1,2}月\\d{1,2}[日号]?|\\d{1,2}[./-]\\d{1,2}|\\d{1,2}[日号]|[今明后]天|(?:这|本|下)?个?(?:周|星期|礼拜)[一二三四五六日天末]|(?:本|这个|下个)?月底|年底';
const DUE = new RegExp(
  `[，,。；;：:\\s]*(?:请|务必|要求|限)?(?:在|于)?(?<due>${DATE})(?:之前|以前|前)?(?:完成|办完|办结|报来|上报)?$`,
  'u',
);

export interface Order {
  /** As written: `各中队`. */
  bodies: string;
  title: string;
  /** As written: `8月10日`; absent when the sentence names none. */
  due?: string;
}

/** Takes a sentence apart; null when it is not an order for bodies. */
export function readOrder(sentence: string): Order | null {
  const plain = sentence.trim().replace(/[。.!！\s]+$/u, '');
  const { bodies = '', rest = '' } = HEAD.exec(plain)?.groups ?? {};
  const due = DUE.exec(rest)?.groups?.['due'];
  const title = rest
    .replace(DUE, '')
    .replace(/^(?:工作|任务)?[：:，,\s]+/u, '')
    .replace(/[，,；;。\s]+$/u, '');
  if (bodies === '' || title === '') return null;
  return { bodies: bodies.trim(), title, ...(due !== undefined && { due }) };
}
