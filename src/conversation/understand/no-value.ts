/** How people say that there is nothing to say: 没有, 暂无, 不知道. */
import { plain } from './clean.js';

const TAIL = '(?:的|了|啊|呀|呢|哦|吧|哎|唉)*';
const ABSENT = new RegExp(
  `^(?:暂时|目前|还|也|都|确实|真)*(?:没有?|无|没得|木有|么有|冇|没带|没装|没办|暂无|空|无此项|不适用|n/a|na|none|nil|-{1,3}|/)(?:这个|手机号?|电话|座机|身份证|证件?|营业执照|执照|照|代码|信用代码|号码?)?${TAIL}$`,
);
const UNKNOWN = new RegExp(
  `^(?:我|俺|咱|这个?|也|真|确实|暂时|还)*(?:不知道|不晓得|不太?清楚|不详|不确定|不太确定|说不清楚?|说不好|说不准|不好说|拿不准|不记得|记不清楚?|记不得|记不住|忘了?|忘记|未知|不明|看不清楚?|没看清|不知)${TAIL}$`,
);

function core(raw: string): string {
  return plain(raw)
    .replace(/[ 。.!！,，~…]/g, '')
    .slice(0, 40);
}

/** “I don't know.” */
export function saysUnknown(raw: string): boolean {
  return UNKNOWN.test(core(raw));
}

/** “There is none”, not to be taken as a value, or “I don't know”. */
export function saysNothing(raw: string): boolean {
  if (/^\d/.test(raw)) return false;
  const said = core(raw);
  return ABSENT.test(said) || UNKNOWN.test(said);
}
