/** What the engine itself says: around the questions of the flows, never instead of them. Facts in, text out. */
import type { FieldDef, FieldKind } from '../../schemas/field.js';

/** Labels of the choices the engine offers. */
export const CHOICE = {
  yes: '是',
  nay: '否',
  no: '不是',
  right: '对',
  again: '重新输入',
  confirm: '确认',
  add: '添加',
  addMore: '再加一个',
  done: '完成',
  noEntries: '没有',
  change: '查看或修改',
  changeEntry: '修改',
  removeEntry: '删除',
  back: '不改了',
  noneOfThem: '都不是',
  discard: '不填了，删掉',
  keepDraft: '先存着',
  goOn: '接着填',
  retry: '再交一次',
  fix: '改一项',
  changeField: (label: string) => `改${label}`,
  enterAgain: (label: string) => `重填${label}`,
} as const;

/** `上报用人单位，约 3 分钟，18 个问题，随时发“暂停”可停。` */
export function startText(title: string, minutes: number | undefined, questions: number): string {
  const time = minutes === undefined ? '' : `约 ${minutes} 分钟，`;
  return `${title}，${time}${questions} 个问题，随时发“暂停”可停。`;
}

/** Once, at the first question of a person's first form (voice.md rule 6). */
export const FIRST_TIME = '填的时候可以发：上一步、跳过、改 3、帮助。';

/** The question for a field when the flow has no words of its own. */
export function plainQuestion({ kind, label }: Pick<FieldDef, 'kind' | 'label'>): string {
  switch (kind) {
    case 'photo':
    case 'photos':
      return `请拍${kind === 'photo' ? '一张' : ''}${label}。`;
    case 'file':
      return `请发${label}。`;
    case 'location':
      return `请发送${label}的定位。`;
    case 'choice':
      return `${label}是哪一种？`;
    case 'choices':
      return `${label}有哪些？可以选几个。`;
    default:
      return `${label}？`;
  }
}

export function groupQuestion(labels: readonly string[]): string {
  return `请写${labels.join('、')}。`;
}

/** In front of the next question (voice.md rule 4). */
export function echo(understood: string): string {
  return `记下了：${understood}。`;
}

export function slotsTaken(taken: readonly { label: string; value: string }[]): string {
  return `记下了：${taken.map(({ label, value }) => `${label} ${value}`).join('；')}。`;
}

export function slotsLeft(left: readonly string[]): string {
  return `这几项没记下：${left.join('、')}。`;
}

export function suggestion(value: string): string {
  return `是 ${value} 的话回“对”。`;
}

/** Under a question the person came back to. */
export function present(value: string): string {
  return `现在填的是 ${value}，不改就回“对”。`;
}

/** Under the question of a choice with more options than one message shows. @param first number of the first one shown */
export function pageText(first: number, last: number, all: number): string {
  const turn = last < all ? '发“下一页”看后面的' : '发“上一页”看前面的';
  return `共 ${all} 个，这是第 ${first}–${last} 个。${turn}，也可以直接写名字。`;
}

export const NO_MORE_PAGES = '后面没有了。';
export const NO_EARLIER_PAGES = '前面没有了。';
export const FIRST_QUESTION = '这是第一项，前面没有了。';

export function cannotSkip(label: string): string {
  return `${label}是必填的，不能跳过。`;
}

export function noneRefused(label: string): string {
  return `${label}不能空着。`;
}

/** From the third failure at one question on (voice.md rule 6). */
export function stuckText(skippable: boolean): string {
  return `可以发“帮助”看说明，发“找人工”请人帮忙${skippable ? '，或发“跳过”先不填' : '，或发“暂停”回头再填'}。`;
}

export function tooLong(max: number): string {
  return `这一条超过 ${max} 个字，记不下。请分几条发，或写短些。`;
}

export function doubtText(message: string): string {
  return `${endless(message)}，确认吗？`;
}

export function refusedText(message: string): string {
  return message === '' ? '和前面填的对不上。' : `${endless(message)}。`;
}

/** After a change: answers that must be looked at again, answers that are no longer asked for. */
export function brokenText(labels: readonly string[]): string {
  return `${labels.join('、')}要再核一下。`;
}

export function droppedText(labels: readonly string[]): string {
  return `${labels.join('、')}用不上了，已经收起来。`;
}

export function listQuestion(title: string, names: readonly string[]): string {
  if (names.length === 0) return `要添加${title}吗？`;
  const shown = names.slice(-3).join('、');
  return `${title}已有 ${names.length} 个（${names.length > 3 ? '…、' : ''}${shown}）。还要添加吗？`;
}

/** To words that are neither yes nor no. */
export function listUnclear(said: string): string {
  return `“${said}”没看懂。要加就回“再加一个”，没有了就回“完成”。`;
}

/** To words that say neither that it is the one that was found, nor that it is not. */
export function foundUnclear(said: string): string {
  return `“${said}”没看懂。是就回“是”，不是就回“不是”。`;
}

/** To words that are none of those that were found. */
export function pickUnclear(said: string): string {
  return `“${said}”不在里面。请回前面的编号，都不是就回“都不是”。`;
}

export function listTooShort(title: string, min: number): string {
  return `${title}至少要 ${min} 个。`;
}

export function listFull(title: string, max: number): string {
  return `${title}最多 ${max} 个，已经满了。`;
}

export function whichEntry(title: string): string {
  return `哪一个${title}？`;
}

export function entryQuestion(name: string): string {
  return `${name}：要怎么改？`;
}

export function entryRemoved(name: string): string {
  return `${name}已删除。`;
}

/** How an entry without a name of its own is called. */
export function entryName(title: string, number: number): string {
  return `${title}${number}`;
}

export function entryField(entry: string, label: string): string {
  return `${entry}的${label}`;
}

export function valueLabel(label: string, value: string): string {
  return `${label}（${value}）`;
}

/** Labels that one line names. */
const LABELS_IN_LINE = 4;

/** 提交 or 完成 while questions are open. @param skippable true when all that is left may be skipped */
export function notDoneYet(labels: readonly string[], skippable: boolean): string {
  if (labels.length === 0) return '先答完这一项，再提交。';
  const more = labels.length > LABELS_IN_LINE ? ` 等 ${labels.length} 项` : '';
  const what = `还差${labels.slice(0, LABELS_IN_LINE).join('、')}${more}`;
  return `${what}，${skippable ? '不填的发“跳过”，再提交' : '填完就能提交'}。`;
}

export function sectionText(title: string, done: number, all: number): string {
  return `【${title}】${done}/${all}`;
}

export function progressText(title: string, done: number, all: number): string {
  return done >= all ? `${title}：${all} 项都填了。` : `${title}：已填 ${done}/${all} 项。`;
}

export function reviewLine(number: number, label: string, value: string): string {
  return `${number} ${label}：${value}`;
}

export const REVIEW_HEAD = '请核对：';
export const NOTHING_FILLED = '还没有填什么。';

/** @param more true when there are further pages */
export function reviewFoot(more: boolean): string {
  return `${more ? '发“下一页”看后面的。' : ''}没问题回“提交”，要改就回编号（如 改 3）。`;
}

/** At the review: neither yes nor a line of it. */
export function notInReview(said: string): string {
  return `“${said}”不是编号，也不是哪一项的名字。`;
}

/** The list in the middle of a form. */
export const REVIEW_MIDDLE_FOOT = '要改就发“改”加编号（如 改 3）。';

export const LIST_VALUE = (count: number, names: string) => `${count} 个${names === '' ? '' : `（${names}）`}`;
export const SKIPPED = '没有';

export function whichField(target: string): string {
  return `“${target}”是指哪一项？`;
}

export function unknownField(target: string): string {
  return `没有找到“${target}”这一项。发“核对”可以看编号。`;
}

export const CANCEL_QUESTION = '要放弃这次填写吗？';

export function cancelled(title: string): string {
  return `${title}已取消，填的内容没有保留。`;
}

/** Out of what only shows something. @param own words of the flow */
export function leftText(own: string | undefined): string {
  return own ?? '先到这里。';
}

/** A sentence that was no answer to the question; it goes into the story. */
export const BESIDE_KEPT = '您说的记下了，会一起交给办案人员。';

export function paused(title: string, done: number, all: number): string {
  return `${title}已存好（${done}/${all}）。发“继续”接着填。`;
}

export function resumed(title: string, done: number, all: number): string {
  return `接着填“${title}”（${done}/${all}）。`;
}

export const NOTHING_TO_RESUME = '没有存着的内容。发“菜单”看可以办什么。';
export function draftsWaiting(count: number): string {
  return `有 ${count} 份没填完的，发“继续”接着填。`;
}

export const WHICH_DRAFT = '接着填哪一个？';

export function draftLabel(title: string, answered: number): string {
  return `${title}（已填 ${answered} 项）`;
}

export function remindText(title: string, left: number): string {
  return `“${title}”还差 ${left} 项，接着回答就行；没空先放着，不会丢。`;
}

export function expiredText(title: string, days: number): string {
  return `“${title}”的草稿放了 ${days} 天没有动，已经清理。需要的话请重新填。`;
}

export function queuedText(title: string): string {
  return `先把手上的填完，填完就打开“${title}”。要马上办就发“暂停”。`;
}

/** An old card, somebody else's card, or the same answer twice. */
export const STALE_CARD = '那个按钮是前面的，已经处理过了。';

export function helpText(label: string, help: string | undefined, example: string | undefined): string {
  const why = help === undefined || help === '' ? `这里要填${label}。` : `${label}：${endless(help)}。`;
  return example === undefined ? why : `${why}例如 ${example}。`;
}

export const COMMANDS = '随时可以发：上一步、跳过、改 3、核对、进度、暂停、取消、找人工。';

export const HUMAN_IDLE = '已经记下要人帮忙，会有人联系您。';
export const HUMAN = '已经记下要人帮忙，会有人联系您。填的内容都在，回来接着答就行。';

export function photoQuestion(label: string): string {
  return `收到了。这是${label}吗？`;
}

export function mediaNotHere(what: 'photo' | 'file' | 'location' | 'voice' | 'video'): string {
  const names = { photo: '照片', file: '文件', location: '定位', voice: '语音', video: '视频' };
  return what === 'voice' ? '语音这里听不了，请打字。' : `这一步用不上${names[what]}，没有收。`;
}

export function photosKept(count: number): string {
  return `照片 ${count} 张`;
}

/** This one was not taken. */
export function photosFull(max: number): string {
  return `一次最多 ${max} 张，这张没有收。办完这一步还可以再补。`;
}

export function photosSoFar(count: number): string {
  return `已收 ${count} 张。还有就接着发，没有了回“完成”。`;
}

export const SUBMIT_FAILED = '没有交上去，内容都还在。';
export const DONE = '已交上去了。';
export const FAILED_QUESTION = '接下来怎么办？';

/** A flow that cannot go on. */
export function brokenFlow(title: string): string {
  return `“${title}”这份表格出了问题，走不下去了。填过的内容已经存好，管理员会处理。`;
}

export function flowGone(title: string): string {
  return `“${title}”这份表格已经停用，填过的内容还存着。请发“菜单”看现在可以办什么。`;
}

export function migrated(title: string): string {
  return `“${title}”的问题有改动，您填过的都在，从没填的地方接着来。`;
}

/** @param count of all answers that have no place now; labels only of those that still have a name */
export function keptAside(labels: readonly string[], count: number): string {
  return `有 ${count} 项现在不问了，内容另外存着${labels.length === 0 ? '' : `：${labels.join('、')}`}。`;
}

export function tooManyTurns(title: string): string {
  return `“${title}”来回太多次了，先存成草稿。发“继续”可以接着填，或发“找人工”。`;
}

/** Below a page of the menu. @param left entries that are not shown */
export function menuMore(left: number): string {
  return `还有 ${left} 项，发“更多”看。`;
}

export const MENU_QUESTION = '想办什么？';
export const NOTHING_TO_DO = '现在没有可以办的事。如果不对，请联系所在中队。';
/** To 你好 and 谢谢; the menu or the question at hand follows. */
export const ANSWER_GREETING = { hello: '您好，我在。', thanks: '不客气。' } as const;

/** 提交, 上一步 and the like when no form is open. */
export const NOTHING_OPEN = '现在没有在填的表。';

export const NOT_UNDERSTOOD = '没看懂这句话。';

export function notAllowed(title: string): string {
  return `您的岗位不用办“${title}”。`;
}

/** Words for a kind of media, for fields whose flow has no words. */
export function wants(kind: FieldKind): 'photo' | 'file' | 'location' | undefined {
  if (kind === 'photo' || kind === 'photos') return 'photo';
  return kind === 'file' || kind === 'location' ? kind : undefined;
}

/** Without a full stop at its end, so that the sentence can go on. */
function endless(sentence: string): string {
  return sentence.replace(/[。！？!?.]+$/, '');
}
