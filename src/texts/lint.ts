/** What is wrong with a flow, for the person who writes it: what was found, and what to do. */

type Facts = Readonly<Record<string, string | number | undefined>>;

export interface LintText {
  message: (facts: Facts) => string;
  hint: (facts: Facts) => string;
}

const is = (message: string | LintText['message'], hint: string | LintText['hint']): LintText => ({
  message: typeof message === 'string' ? () => message : message,
  hint: typeof hint === 'string' ? () => hint : hint,
});
const near = ({ near: word }: Facts, otherwise: string) =>
  word === undefined || word === '' ? otherwise : `是不是 ${word}？`;

/** Types of expressions in words. */
const TYPES: Readonly<Record<string, string>> = {
  string: '文字',
  double: '数字',
  int: '数字',
  bool: '是或否',
  'list<string>': '多个选项',
};

function typeName(type: string | number | undefined): string {
  const name = String(type ?? '');
  if (/^list<Record/.test(name)) return '一组记录';
  return TYPES[name] ?? (/^Record/.test(name) ? '一条记录' : name);
}

/** `no such overload: string > double` in words. */
function typesText(detail: string | number | undefined): string {
  const [, left, op, right] = /overload: (\S+) (\S+) (\S+)$/.exec(String(detail)) ?? [];
  if (left !== undefined && op !== undefined) return `${typeName(left)} ${op} ${typeName(right)} 对不上`;
  return `类型对不上（${detail}）`;
}

/** How other languages write true and false. */
const TRUTHS = new Set(['yes', 'no', 'True', 'False', 'TRUE', 'FALSE']);

export const LINT_TEXTS = {
  yaml: is((f) => `不是合格的 YAML：${f.detail}`, '看看缩进、冒号后的空格、引号是否成对。'),
  bang_unquoted: is('以 ! 开头的条件没有加引号', "写成 '!has(name)'。"),
  quotes_missing: is(
    '这一行的内容要用引号括起来',
    "以 {{ 或引号开头、或中间有“冒号加空格”时，整个写在一对单引号里：'{{name}}好'。",
  ),
  format: is(
    (f) => {
      if (f.key !== undefined) return f.known === undefined ? `不认识“${f.key}”` : `这里不能写“${f.key}”`;
      if (f.missing !== undefined && f.missing !== '') return `缺少“${f.missing}”`;
      return `这里写的“${f.found ?? ''}”不合格式`;
    },
    (f) => near(f, '照 docs/flows.md 里的写法改。'),
  ),
  file_name: is((f) => `文件名和流程名不同：${f.flow}`, '文件名要和 flow 后面的名字一样，加 .yaml。'),
  flow_twice: is((f) => `流程 ${f.flow} 有两份，另一份在 ${f.other}`, '改名或删掉一份。'),
  phrase_twice: is((f) => `“${f.phrase}”已经用来开始 ${f.other}`, '换一个说法。'),
  phrase_is_command: is((f) => `“${f.phrase}”是随时可用的命令，不能用来开始流程`, '换一个说法。'),
  menu_twice: is((f) => `菜单键 ${f.key} 已经是 ${f.other} 的`, '换一个菜单键。'),
  audience_unknown: is(
    (f) => `没有“${f.role}”这个角色`,
    (f) => near(f, `可用的角色：${f.known}`),
  ),
  timeouts_order: is('时限的先后不对', '提醒要早于存草稿，存草稿要早于清理。'),
  migrate_unknown: is((f) => `迁移规则里的 ${f.path} 不在这个流程里`, '改成现在问的字段。'),
  record_unknown: is(
    (f) => `没有“${f.name}”这种档案`,
    (f) => `可用的档案：${f.known}`,
  ),
  field_unknown: is(
    (f) => `档案里没有字段 ${f.path}`,
    (f) => near(f, '看看字段名，或在 fields 里定义它。'),
  ),
  field_twice: is((f) => `${f.path} 问了两次`, '删掉一处；要分情况问，把条件写进同一步的 when。'),
  field_defined_twice: is((f) => `${f.path} 在档案里已经有了`, '删掉 fields 里的这一条。'),
  field_not_asked: is((f) => `${f.path} 定义了但没有用到`, '问它，或删掉。'),
  list_unknown: is(
    (f) => `档案里没有列表 ${f.path}`,
    (f) => near(f, '看看名字，或在 repeats 里定义它。'),
  ),
  list_as_field: is((f) => `${f.path} 是列表，不能直接问`, '用 repeat。'),
  options_missing: is((f) => `${f.path} 没有选项`, '给它 options，或用 choices: { from: … } 由服务给。'),
  options_list_unknown: is((f) => `没有名为 ${f.list} 的选项表`, '在 lists 里加上它。'),
  option_twice: is((f) => `选项“${f.word}”重复`, '每个选项的值和说法都要不同。'),
  name_reserved: is((f) => `${f.name} 这个名字不能用`, '换一个名字。'),
  name_taken: is((f) => `${f.name} 这个名字已经用了`, '换一个名字。'),
  required_never_asked: is((f) => `必填的 ${f.path}（${f.label}）没有问`, '加一步问它，或用 compute 算出它。'),
  required_may_be_hidden: is((f) => `必填的 ${f.path} 有时不问，到时交不上去`, '去掉 when，或让它在档案里不必填。'),
  required_may_be_empty: is((f) => `${f.path} 在档案里必填，这里却可以不答`, '去掉 none 或 required: false。'),
  no_question: is('一个问题也没有', '至少写一步 ask。'),
  no_end: is('没有结尾', '最后写一步 submit 或 stop。'),
  may_not_end: is('有的情况走不到结尾', '在最后加一步没有 when 的 submit 或 stop。'),
  not_reached: is('这一步永远走不到', '它前面的一步已经结束了流程。'),
  no_review: is('交上去之前没有核对', '在 submit 前加一步 review。'),
  asked_after_review: is((f) => `核对之后才问 ${f.path}`, '把它移到 review 前面。'),
  branch_dead: is(
    (f) => `${f.branch} 这一支永远走不到`,
    (f) => `有了 ${f.because} 就会让人选出一个或都不是。`,
  ),
  group_parts: is((f) => `一次问几项时不能写 ${f.part}`, '把这一项拆成单独一步。'),
  media_kind: is((f) => `${f.path} 不能收 ${f.kind}`, '写一个同类的字段，如 photo:licence。'),
  filter_without_options: is((f) => `${f.path} 不是选择题`, '去掉 choices。'),
  message_without_constraint: is('有 message 却没有 constraint', '加上 constraint，或删掉 message。'),
  constraint_without_message: is('没有写 message，被拒绝的人不知道为什么', '加上 message。'),
  warn_without_condition: is('有 warn 却没有 warnIf', '加上 warnIf，或删掉 warn。'),
  condition_without_warn: is('有 warnIf 却没有 warn', '写上 warn：哪里不对劲。'),
  default_kind: is((f) => `${f.path} 不能有建议值`, '去掉 default。'),
  keep_without_default: is('没有建议值，keep 不起作用', '加上 default，或删掉 keep。'),
  aside_unknown: is(
    (f) => `aside 写的 ${f.path} 不是这个流程收下的文字项`,
    '在 takes 里写上它，类型是文字，步骤里不问它。',
  ),
  defaults_from_unknown: is((f) => `defaultsFrom 里的 ${f.name} 不是查找`, '写一个 lookup 的 as。'),
  compute_kind: is((f) => `${f.path} 不能算出来`, '改成问它。'),
  repeat_bounds: is((f) => `最少 ${f.min} 个比最多 ${f.max} 个还多`, '改 min 或 max。'),
  repeat_without_item: is('没有写 item，列出来只有编号', "加上 item: '{{name}}'。"),
  not_in_repeat: is('这一步不能放在 repeat 里', '移到 repeat 后面。'),
  action_unknown: is(
    (f) => `没有 ${f.name} 这个服务`,
    (f) => near(f, '看看名字。'),
  ),
  action_kind: is((f) => `${f.name} 是 ${f.kind}，这里要 ${f.needed}`, '换一个服务。'),
  many_ignored: is('找到几个时不会问是哪一个', '加上 pick，或写 on: { many: … }。'),
  flow_unknown: is((f) => `没有流程 ${f.name}`, '看看名字。'),
  flow_recursion: is((f) => `流程套着自己：${f.way}`, '去掉其中一处。'),
  takes_missing: is((f) => `没有给 ${f.flow} 需要的 ${f.name}`, '在 with 里加上它。'),
  takes_unknown: is((f) => `${f.flow} 不收 ${f.name}`, '去掉它，或在那个流程的 takes 里加上。'),
  returns_unknown: is((f) => `${f.flow} 没有同类的 ${f.path}`, '看看字段名和类型。'),
  text_too_long: is((f) => `文字有 ${f.bytes} 字节，超过 ${f.max}`, '写短些，或分成两步。'),
  option_too_long: is((f) => `选项“${f.word}”有 ${f.bytes} 字节，超过 ${f.max}`, '把选项写短。'),
  braces: is('{{ 和 }} 不成对', '字段名前后各写两个花括号：{{name}}。'),
  expr_syntax: is(
    (f) => `表达式写法不对（${f.detail}）`,
    (f) =>
      /[“”‘’，：；＝＞＜（）！]/.test(String(f.detail))
        ? '这是全角符号，换成半角的：引号写 "，逗号写 ,，括号写 ( )。'
        : '文字要用双引号，等于是 ==，并且是 &&，或者是 ||。',
  ),
  expr_too_long: is('表达式太长', '拆成几步，中间结果用 compute。'),
  expr_unknown_name: is(
    (f) => (f.why === 'not_asked' ? `${f.name} 在这个流程里没有问` : `不认识“${f.name}”`),
    (f) => {
      if (f.why === 'not_asked') return '先问它，再用它。';
      return TRUTHS.has(String(f.name)) ? '是写 true，否写 false。' : near(f, '看看字段名；如果是文字，要加双引号。');
    },
  ),
  expr_types: is((f) => typesText(f.detail), '数字和数字比，文字和文字比。'),
  expr_result: is(
    (f) => `这里要${typeName(f.expected)}，表达式得出的是${typeName(f.found)}`,
    '条件要能判断是或否，如 total > 3。',
  ),
  expr_not_allowed: is((f) => `表达式里不能用 ${f.detail}`, '可用的函数见 docs/flows.md。'),
  expr_pattern: is('matches 的样式要直接写出来，而且要合格', '写成 name.matches("^A[0-9]+$")。'),
  expr_option: is(
    (f) => `“${f.word}”不是这道题的选项`,
    (f) => `选项的值：${f.known}`,
  ),
  expr_has: is((f) => `has 里要写一个字段，不能写 ${f.detail}`, '写成 has(name)。'),
  when_reads_later: is((f) => `when 用到了后面才问的 ${f.path}`, '把那个问题移到前面。'),
  reads_later: is((f) => `用到了后面才问的 ${f.path}，问到这里时还不知道`, '把那个问题移到前面。'),
  when_constant: is((f) => `when 总是 ${f.value}`, '写一个会变的条件，或去掉 when。'),
  cycle: is((f) => `${f.path} 兜圈子靠自己决定`, '去掉其中一处依赖。'),
} as const;
