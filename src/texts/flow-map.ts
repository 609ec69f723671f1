/** Words of maps and paper forms: conditions as a person would say them. */

interface Node {
  op: string;
  args: unknown;
}
export interface Named {
  label: string;
  options?: readonly { value: string; label: string }[];
}
type Find = (path: string) => Named | undefined;

export const MAP = {
  minutes: (n: number) => `约 ${n} 分钟`,
  each: (title: string) => `每一位（条）${title}，逐条填写`,
  found: { one: '查到一条', many: '查到几条', none: '没有查到' },
  and: '，且',
  between: ' / ',
  computed: (label: string) => `自动算出：${label}`,
  lookup: '查已有档案',
  byRecord: '查到的档案属于这种情况',
  review: '核对全部答案',
  submit: '提交',
  stop: '到此为止',
  go: (flow: string) => `转到流程 ${flow}`,
};

/** Parts of a hint that only make sense in a chat. */
const CHAT_ONLY = /发“|回“|点“|[发回] ?0|拍一张|拍执照/;

/** A hint without what is said about the chat. */
export function hintOnPaper(hint: string): string {
  const parts = hint.split(/(?<=[。；])/).filter((part) => !CHAT_ONLY.test(part));
  return parts.join('').replace(/；$/, '。');
}

export const PAPER = {
  fillIf: (condition: string) => `若${condition}，请填`,
  required: '必填',
  each: (title: string) => `${title}（每条一格；不够另附页）`,
  attach: '另附照片或文件',
  place: '地址或地图上的位置',
  yuan: '元',
  day: '年　　　月　　　日',
  month: '年　　　月',
  time: '时　　　分',
  several: '可多选',
  signature: '填表人签名',
  date: '日期',
  unitSeal: '被检查单位（盖章或签名）',
  foot: (id: string, version: string) => `${id}　版本 ${version}`,
  sheetNo: '编号',
  yes: '是',
  no: '否',
};

const COMPARE: Readonly<Record<string, string>> = {
  '==': '是',
  '!=': '不是',
  '<': '小于',
  '<=': '不超过',
  '>': '大于',
  '>=': '不少于',
};
const SIGNS: Readonly<Record<string, string>> = { '+': '＋', '-': '－', '*': '×', '/': '÷' };
const CALLS: Readonly<Record<string, (args: string[]) => string>> = {
  coalesce: ([value = '']) => value,
  sure: ([value = '']) => value,
  count: ([list = '']) => `${list}的条数`,
  sum: ([list = '']) => `${list}合计`,
  months: ([a = '', b = '']) => `${a}到${b}的月数`,
  years: ([a = '', b = '']) => `${a}到${b}的年数`,
  days: ([a = '', b = '']) => `${a}到${b}的天数`,
  length: ([text = '']) => `${text}的字数`,
};

/** A condition in words; undefined when it is too particular for them. */
export function conditionText(tree: unknown, find: Find): string | undefined {
  try {
    return tree === undefined ? undefined : say(tree as Node, find, true);
  } catch (error) {
    if (error instanceof TooParticular) return undefined;
    throw error;
  }
}

class TooParticular extends Error {}

function say(node: Node, find: Find, yes: boolean): string {
  const two = node.args as [Node, Node];
  switch (node.op) {
    case '&&':
    case '||': {
      const and = (node.op === '&&') === yes;
      const sides = two.map((side) => {
        const text = say(side, find, yes);
        const mixed = (side.op === '&&' || side.op === '||') && side.op !== node.op;
        return mixed ? `（${text}）` : text;
      });
      return sides.join(and ? '，且' : '或');
    }
    case '!_':
      return say(node.args as Node, find, !yes);
    case 'in': {
      const [item, list] = two;
      if (list.op !== 'list')
        return `${name(list, find).label}${yes ? '选了' : '没有选'}“${literal(item, name(list, find))}”`;
      const field = name(item, find);
      const words = (list.args as Node[]).map((each) => literal(each, field)).join('、');
      return `${field.label}${yes ? '是' : '不是'}${words}`;
    }
    case 'call': {
      const [called, args] = node.args as [string, Node[]];
      if (called === 'has' && args[0] !== undefined) return `${yes ? '有' : '没有'}${name(args[0], find).label}`;
      if (called === 'sure' && args[0] !== undefined) return say(args[0], find, yes);
      throw new TooParticular();
    }
    case 'id':
    case '.':
      return `${name(node, find).label}为${yes ? '“是”' : '“否”'}`;
    case '==':
    case '!=':
      return equality(two, find, (node.op === '==') === yes);
    case '<':
    case '<=':
    case '>':
    case '>=': {
      const opposite: Record<string, string> = { '<': '>=', '<=': '>', '>': '<=', '>=': '<' };
      const op = yes ? node.op : (opposite[node.op] ?? node.op);
      return `${value(two[0], find)}${COMPARE[op]}${value(two[1], find)}`;
    }
    default:
      throw new TooParticular();
  }
}

function equality([left, right]: [Node, Node], find: Find, yes: boolean): string {
  if (right.op === 'value' && typeof right.args === 'boolean') {
    return `${name(left, find).label}${right.args === yes ? '为“是”' : '不为“是”'}`;
  }
  const isName = left.op === 'id' || left.op === '.';
  const what = isName && right.op === 'value' ? literal(right, name(left, find)) : value(right, find);
  const word = typeof right.args === 'number' ? (yes ? '等于' : '不等于') : COMPARE[yes ? '==' : '!='];
  return `${value(left, find)}${word}${what}`;
}

function literal(node: Node, field: Named): string {
  if (node.op !== 'value') throw new TooParticular();
  return field.options?.find((option) => option.value === node.args)?.label ?? String(node.args);
}

function value(node: Node, find: Find): string {
  if (node.op === 'value') return String(node.args);
  if (node.op === 'id' || node.op === '.') return name(node, find).label;
  const sign = SIGNS[node.op];
  if (sign !== undefined) {
    const [a, b] = (node.args as [Node, Node]).map((side) => value(side, find));
    return `${a}${sign}${b}`;
  }
  if (node.op === 'call') {
    const [called, args] = node.args as [string, Node[]];
    const words = CALLS[called];
    if (words !== undefined) return words(args.map((arg) => value(arg, find)));
  }
  throw new TooParticular();
}

function name(node: Node, find: Find): Named {
  const keys: string[] = [];
  let inner = node;
  while (inner.op === '.') {
    const [before, key] = inner.args as [Node, string];
    keys.unshift(key);
    inner = before;
  }
  if (inner.op !== 'id') throw new TooParticular();
  const path = [String(inner.args), ...keys].join('.');
  if (path === 'today') return { label: '今天' };
  if (path === 'index') return { label: '序号' };
  if (path.startsWith('me.')) return { label: '填表人的情况' };
  const found = find(path) ?? find(keys.at(-1) ?? path);
  if (found === undefined) throw new TooParticular();
  return found;
}
