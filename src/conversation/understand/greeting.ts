/** Words that ask for nothing: greetings and thanks. Only a whole message is one: 谢谢餐馆 is a name. */
import { plain } from './clean.js';

const WORDS = {
  hello:
    '你好 您好 你们好 大家好 早 早上好 早安 上午好 中午好 下午好 晚上好 晚安 哈喽 哈啰 嗨 喂 在吗 在么 在不在 在不 有人吗 有人在吗 有人不 打扰 打扰了 打扰一下 hi hello hey hallo nihao zaima',
  thanks:
    '谢 谢谢 多谢 谢了 感谢 非常感谢 谢谢你 谢谢您 谢谢你们 谢谢老师 谢谢帮忙 谢谢了 辛苦 辛苦了 麻烦了 麻烦你了 麻烦您了 再见 拜拜 回见 thank thanks thx thankyou 3q xiexie',
};
const KINDS = new Map(
  (['hello', 'thanks'] as const).flatMap((kind) => WORDS[kind].split(' ').map((word) => [word, kind])),
);
const BEGINNINGS = new Set([...KINDS.keys()].map((word) => word.charAt(0)));
const PARTICLES = /(?:啊|呀|哈|哦|噢|呢|啦|哇|[?!~。,.、… ])+$/;

/** Null for everything that may want something. */
export function readGreeting(text: string): 'hello' | 'thanks' | null {
  if (text.length > 20) return null;
  const said = plain(text).replace(/[ ,。!~]/g, '');
  if (!BEGINNINGS.has(said.charAt(0))) return null;
  return KINDS.get(said) ?? KINDS.get(said.replace(PARTICLES, '')) ?? null;
}
