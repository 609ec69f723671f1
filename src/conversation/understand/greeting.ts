/** Words that ask for nothing: greetings and thanks. Only a whole message is one: 谢谢餐馆 is a name. */
import { plain } from './clean.js';

const HELLO =
  /^(?:你好|您好|你们好|大家好|早|早上好|早安|上午好|中午好|下午好|晚上好|晚安|哈喽|哈啰|嗨|喂|在吗|在么|在不在|在不|有人吗|有人在吗|有人不|打扰了?|打扰一下|hi|hello|hey|hallo|nihao|zaima)$/;
const THANKS =
  /^(?:谢谢?|多谢|谢了|感谢|非常感谢|谢谢(?:你|您|你们|老师|帮忙|了)|辛苦|辛苦了|麻烦(?:你|您)?了|再见|拜拜|回见|thanks?|thx|thankyou|3q|xiexie)$/;
const PARTICLES = /(?:啊|呀|哈|哦|噢|呢|啦|哇|[?!~。,.、… ])+$/;

/** Null for everything that may want something. */
export function readGreeting(text: string): 'hello' | 'thanks' | null {
  if (text.length > 20) return null;
  const said = plain(text).replace(/[ ,。!~]/g, '');
  for (const words of [said, said.replace(PARTICLES, '')]) {
    if (HELLO.test(words)) return 'hello';
    if (THANKS.test(words)) return 'thanks';
  }
  return null;
}
