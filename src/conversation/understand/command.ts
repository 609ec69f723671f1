/** Commands of a person at any question. Only a whole message is one: 帮助残疾人协会 is a name, not 帮助. */
import { plain } from './clean.js';
import { type Correction, readCorrection } from './correction.js';

type CommandKind =
  | 'back'
  | 'skip'
  | 'pause'
  | 'resume'
  | 'cancel'
  | 'help'
  | 'progress'
  | 'menu'
  | 'human'
  | 'review'
  | 'done'
  | 'submit'
  | 'list'
  | 'next-page'
  | 'previous-page';

export type Command = { kind: CommandKind } | Correction;

const WORDS: Record<CommandKind, string> = {
  back: '上一步 上一题 上一个 上一项 返回 返回上一步 返回上一题 回上一步 回到上一步 退回 退回上一步 后退 倒回去 回上一题',
  skip: '跳过 略过 跳过去 跳过这个 这个跳过 这题跳过 跳过这题 跳过这项 下一步 下一题 下一项 先不填 这题不填 这个不填 不填这个 先空着 空着',
  pause:
    '暂停 停一下 等一下 等下 等会 等会儿 等一会 稍等 稍后 稍后再填 待会 待会儿 待会再填 等会再填 等会儿再填 先停 先停下 先停这 暂存 回头再填 歇会',
  resume: '继续 继续填 继续填写 接着 接着来 接着填 接着报 我回来了 回来了 继续上次的 继续上次 接着上次的 接着上次',
  cancel: '取消 取消填写 取消上报 取消采集 取消这次 不上报了 不填了 不报了 不弄了 不办了 放弃 退出',
  help: '帮助 帮忙 帮帮我 求助 怎么填 怎么写 怎么弄 怎么用 怎么办 我不会 不会填 不会弄 不懂 看不懂 help ? ?? ???',
  progress:
    '进度 到哪了 到哪一步了 到第几题了 到哪儿了 填到哪了 填到哪儿了 还有几题 还有几个 还有多少 还剩多少 还剩几题 还剩几个 还有多少题 第几题 查看进度 看进度',
  menu: '菜单 主菜单 回菜单 回主菜单 回到主菜单 打开菜单 返回菜单 返回主菜单 首页 回首页 返回首页',
  human: '人工 转人工 转人工客服 转人工服务 人工客服 人工服务 找人工 找客服 找个人 联系人工 联系客服 转接人工',
  review: '核对 预览 回顾 看看填了什么 看看填的 看看填了啥 看填了什么 查看填写 查看已填 看全部',
  done: '完成 完了 填完了 录完了 报完了 写完了 就这些 就这么多 没有其他的了 全部完成',
  submit: '提交 提交上去 直接提交 马上提交 现在提交 确认提交 交上去 我要交了 可以交了',
  list: '列表 清单 看列表 看清单 查看列表 查看清单',
  'next-page': '下一页 下页 翻页 往后翻 再看看',
  'previous-page': '上一页 上页 前一页 往前翻',
};

const KINDS = new Map(
  (Object.entries(WORDS) as [CommandKind, string][]).flatMap(([kind, words]) =>
    words.split(' ').map((word) => [word, kind]),
  ),
);
const LEAD = /^(?:请问|请|麻烦你?|劳驾|帮我|给我|我要|我想|我先|我|想要|想|要|先|那就|那|查看|看一?下)/;
const TAIL = /(?:一下|下|吧|啊|呀|哦|哈|呗|嘛|谢谢你?|多谢|行吗|可以吗|好吗|了)$/;
/** How a command can begin: with one of the words themselves, or one of those before it. */
const BEGINNINGS = new Set([...KINDS.keys(), ...'请麻劳帮给我想要先那查看'].map((word) => word.charAt(0)));

/**
 * The command a message is; null when it is none.
 * @param labels names of the fields that can be corrected. With them, a word as target must be one of them; without,
 *   the caller must look whether `target` names a field and otherwise take the message as an answer.
 */
export function readCommand(text: string, labels?: readonly string[]): Command | null {
  const said = plain(text);
  if (said === '' || said.length > 200) return null;
  return readCorrection(said, text, labels) ?? readWord(said);
}

function readWord(said: string): Command | null {
  if (said.length > 30) return null;
  let core = said.replace(/[\s。.!,，、~…"'“”‘’「」『』【】[\]()#/]/g, '');
  if (!BEGINNINGS.has(core.charAt(0))) return null;
  for (let left = 5; left > 0; left--) {
    const kind = KINDS.get(core);
    if (kind !== undefined) return { kind };
    const shorter = core.length > 1 && core.endsWith('?') ? core.slice(0, -1) : core.replace(TAIL, '');
    const next = shorter === core ? core.replace(LEAD, '') : shorter;
    if (next === core || next === '') return null;
    core = next;
  }
  return null;
}
