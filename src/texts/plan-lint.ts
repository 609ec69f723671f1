/** What is wrong with a plan, and what to do, as its author reads it. */

interface Finding {
  code: string;
  file: string;
  line: number;
  column: number;
  severity: 'error' | 'warning';
  facts: Readonly<Record<string, string | number>>;
}

type Facts = Finding['facts'];
/** Message and hint. */
type Sentence = (f: Facts) => [string, string];

const SENTENCES: Readonly<Record<string, Sentence>> = {
  yaml: (f) => [`YAML 写法有误：${f['detail'] ?? ''}`, '检查缩进、冒号后的空格和引号。'],
  format: (f) => [`“${f['key'] ?? ''}”写得不对：${f['detail'] ?? ''}`, '对照 plans/plan.schema.json 里的说明修改。'],
  id_invalid: () => ['id 写得不对', '用 2 至 40 个小写字母、数字、短横，字母开头，如 station-set-up。'],
  level_unknown: (f) => ['没有这一级', `可写：${f['known'] ?? ''}。`],
  day_invalid: () => ['不是一个日期', '写成 2010-08-30，或 { workdays: 10, after: 某事项 }。'],
  file_name: (f) => [`文件名是 ${f['name'] ?? ''}，里面写的是 ${f['plan'] ?? ''}`, '两处改成一样。'],
  id_twice: (f) => [`id ${f['id'] ?? ''} 用了两次`, '换一个 id；已经启用的 id 不要改。'],
  source_missing: (f) => [`${f['id'] ?? '这一项'}没有写依据`, '在 sources 里写上文件条目，如 [S4]。'],
  source_unknown: (f) => [`requirements 里没有 ${f['source'] ?? ''}`, '核对编号，或把它加到 requirements。'],
  requirement_uncovered: (f) => [
    `${f['source'] ?? ''} 没有落到任何事项`,
    '给一个里程碑、职责、规则或记录的 sources 加上它。',
  ],
  due_missing: (f) => [`${f['id'] ?? ''} 没有期限`, '写 due，或给整个方案写 defaultDue。'],
  due_after_unknown: (f) => [`期限所依据的 ${f['id'] ?? ''} 不存在`, 'after 写里程碑的 id、一个日期或 plan。'],
  due_cycle: (f) => [`期限互相依赖：${f['way'] ?? ''}`, '把其中一项改成固定日期。'],
  due_before_plan: (f) => [
    `${f['id'] ?? ''} 的期限 ${f['day'] ?? ''} 早于方案日期 ${f['on'] ?? ''}`,
    '允许；启用当天即逾期。',
  ],
  due_on_rest_day: (f) => [`${f['id'] ?? ''} 的期限 ${f['day'] ?? ''} 是休息日`, '允许；提醒提前到上一个工作日。'],
  after_unknown: (f) => [`前置事项 ${f['id'] ?? ''} 不存在`, '只能写里程碑的 id。'],
  after_cycle: (f) => [`前置事项绕成了圈：${f['way'] ?? ''}`, '去掉其中一个 after。'],
  after_level: (f) => [`前置事项 ${f['id'] ?? ''} 在更低一级`, '前置事项只能是本级或上级的。'],
  owner_below: (f) => [`${f['id'] ?? ''} 的责任单位 ${f['owner'] ?? ''} 低于事项所在的一级`, 'owner 写同级或上级。'],
  check_unknown: (f) => [`没有自动检查 ${f['name'] ?? ''}`, `可用：${f['known'] ?? ''}。`],
  check_params: (f) => [`检查 ${f['name'] ?? ''} 的参数不对：${f['detail'] ?? ''}`, '参数写在 with 下面。'],
  proof_missing: (f) => [`${f['id'] ?? ''} 无法判断是否完成`, '写 check（自动检查）或 evidence（要交的凭据）。'],
  renew_without_check: (f) => [`${f['id'] ?? ''} 写了 renew 却没有 check`, '去掉 renew，或写上自动检查。'],
  duty_dates: () => ['until 早于 from', '核对起止日期。'],
};

/** `plans/a.yaml:12:5 错误 [check_unknown] 没有自动检查 x。可用：…` */
export function planFindingText({ file, line, column, severity, code, facts }: Finding): string {
  const [message, hint] = SENTENCES[code]?.(facts) ?? [code, ''];
  return `${file}:${line}:${column} ${severity === 'error' ? '错误' : '注意'} [${code}] ${message}。${hint}`;
}
