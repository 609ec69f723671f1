/** Words about forms from elsewhere: what an import noticed, and what stands in forms that are made. */

type Facts = Readonly<Record<string, string>>;

export const FORM_TEXTS = {
  sheet_missing: (f: Facts) => `没有工作表 ${f.name}。XLSForm 要有 survey，有选择题的还要有 choices`,
  sheet_too_long: (f: Facts) => `这张表超过 ${f.max} 行，不像一张表单`,
  column_missing: (f: Facts) => `第一行没有 ${f.name} 这一列`,
  type_unknown: (f: Facts) => `不认识题型“${f.type}”`,
  type_unsupported: (f: Facts) => `暂不支持题型“${f.type}”，请改用别的题型或删掉这一行`,
  type_changed: (f: Facts) => `题型“${f.type}”按“${f.as}”处理`,
  name_missing: () => '缺少 name',
  name_changed: (f: Facts) => `字段“${f.name}”在流程里叫 ${f.as}`,
  group_open: (f: Facts) => `${f.type} 没有对应的结束行`,
  group_unopened: (f: Facts) => `${f.type} 没有对应的开始行`,
  list_unknown: (f: Facts) => `choices 里没有选项表“${f.name}”`,
  list_empty: (f: Facts) => `选项表“${f.name}”这一行缺少 name`,
  choice_twice: (f: Facts) => `选项“${f.label}”在同一张选项表里重复，后面加上了它的值`,
  name_twice: (f: Facts) => `name “${f.name}”重复`,
  xpath_syntax: (f: Facts) => `表达式读不懂，问题在“${f.word}”`,
  xpath_path: (f: Facts) => `表达式里的路径“${f.word}”暂不支持，请改用 \${字段名}`,
  xpath_name: (f: Facts) => `表达式里的“${f.word}”不是这张表的字段`,
  xpath_function: (f: Facts) => `表达式里的 ${f.word} 暂不支持`,
  xpath_arguments: (f: Facts) => `${f.word} 的参数不够`,
  xpath_list: (f: Facts) => `“${f.word}”在这里是一组值，要用 sum、count 这类函数，或反过来`,
  xpath_pattern: () => 'regex 的第二个参数要直接写出来',
  xpath_now: () => 'now() 按 today() 处理，只到日',
  xpath_once: () => 'once() 会随所依据的答案变化',
  xpath_option: (f: Facts) => `“${f.word}”不在选项里，这样比较永远不成立`,
  calculation_missing: () => 'calculate 要有 calculation',
  calculation_shown: () => '带 calculation 的题只计算，不再问',
  column_ignored: (f: Facts) => `不用 ${f.column}`,
  metadata_ignored: (f: Facts) => `不记录 ${f.type}`,
  title_cut: (f: Facts) => `标题超过 20 个字，缩短为“${f.title}”`,
  not_a_flow: (f: Facts) => f.message ?? '',
  flow_doubt: (f: Facts) => f.message ?? '',
  not_exported: (f: Facts) => `导不出去：${f.what}`,
} satisfies Record<string, (facts: Facts) => string>;

/** Sentences in flows made from a form. */
export const IMPORTED = {
  title: '试用表单',
  done: '填完了。这张表是拿来试的，答案没有存进档案。',
  constraint: '这个答案不合这张表的要求，请核对后重填。',
  other: '请说明',
  otherOption: '其他',
  entry: (n: string) => `第 ${n} 条`,
  acknowledged: '知道了',
};

/** Sentences in forms made from a flow. */
export const EXPORTED = {
  unit: (unit: string) => `单位：${unit}`,
  yes: '是',
  no: '否',
};
