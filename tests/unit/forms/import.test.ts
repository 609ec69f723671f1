// biome-ignore-all lint/suspicious/noTemplateCurlyInString: ${name} is how forms name a field
/** XLSForms become flows; what cannot be carried over is told with sheet and row. */
import { describe, expect, test } from '@jest/globals';
import { formFindingLine } from '../../../src/forms/finding-line.js';
import { parseXPath, XPathFault } from '../../../src/forms/xpath/xpath.js';
import { answers, formOf, planOf, play } from './sheets.js';

const codes = (survey: string, choices = '') =>
  formOf(survey, choices).findings.map(({ sheet, row, code }) => `${sheet}!${row} ${code}`);

test('the common subset has nothing to be found', () => {
  const { findings, yaml, id } = formOf(
    `type|name|label::English (en)|label::中文 (zh)|hint::中文 (zh)|relevant|required|default
    begin group|person|Person|本人||||
    text|name|Name|姓名|照身份证写||yes|
    date|born|Born|生日||||today()
    select_one yn|works|Works|上班吗|||yes|no
    end group||||||
    decimal|pay|Pay of \${name}|\${name}的工资||\${works} = 'yes'|no|1900
    geopoint|place|Place|位置||||
    image|photo|Photo|照片||||
    note|bye|Bye|再见，\${name}||||`,
    `list_name|name|label::English (en)|label::中文 (zh)
    yn|yes|Yes|是
    yn|no|No|否`,
  );
  expect(findings).toEqual([]);
  expect(id).toBe('form');
  expect(yaml).toContain('title: 试用表单');
  expect(yaml).toContain('say: "{{name}}的工资"');
  expect(yaml).toContain('hint: 照身份证写');
  expect(yaml).toContain('when: works == "yes"');
  expect(yaml).toContain('default: today');
});

describe('what is not carried over', () => {
  test.each([
    ['type|name|label\n  geotrace|way|路', ['survey!2 type_unsupported']],
    ['type|name|label\n  colour|c|色', ['survey!2 type_unknown']],
    ['type|name|label\n  text|a|甲\n  text||乙', ['survey!3 name_missing']],
    ['type|name|label\n  text|a|甲\n  text|a|乙', ['survey!3 name_twice', 'survey!3 name_changed']],
    ['type|name|label\n  begin_group|g|组\n  text|a|甲', ['survey!2 group_open']],
    ['type|name|label\n  text|a|甲\n  end_repeat||', ['survey!3 group_unopened']],
    ['type|name|label\n  select_one l|a|甲', ['survey!2 list_unknown', 'survey!2 not_a_flow']],
    ['type|name|label|relevant\n  text|a|甲|\n  text|b|乙|${a} = = 1', ['survey!3 xpath_syntax']],
    ['type|name|label|relevant\n  text|a|甲|\n  text|b|乙|/data/a = 1', ['survey!3 xpath_path']],
    ['type|name|label|relevant\n  text|a|甲|${nope} = 1', ['survey!2 xpath_name']],
    ['type|name|label|calculation\n  text|a|甲|\n  calculate|b||pulldata(${a})', ['survey!3 xpath_function']],
    ['type|name|label|constraint\n  text|a|甲|regex(., ${a})', ['survey!2 xpath_pattern']],
    ['type|name|label|calculation\n  text|a|甲|\n  calculate|b||', ['survey!3 calculation_missing']],
    ['type|name|label|relevant\n  text|a|甲|${b} = 1\n  text|b|乙|', ['survey!2 not_a_flow']],
    ['type|name|label\n  text|a|甲\n  deviceid|d|', ['survey!3 metadata_ignored']],
    ['type|name|label\n  text|姓名|甲', ['survey!2 name_changed']],
    ['type|name|label\n  text|package|甲', ['survey!2 name_changed']],
    ['type|name|label|appearance\n  text|a|甲|multiline', ['survey!2 column_ignored']],
  ])('%j', (survey, expected) => {
    expect(codes(survey)).toEqual(expected);
  });

  test('the line says where and why', () => {
    const [finding] = formOf('type|name|label\n  geotrace|way|路').findings;
    expect(finding && formFindingLine('clinic.xlsx', finding)).toBe(
      'clinic.xlsx survey!2 error type_unsupported 暂不支持题型“geotrace”，请改用别的题型或删掉这一行',
    );
  });
});

test('names that flows cannot have are the form’s own in answers', () => {
  const imported = formOf(
    'type|name|label|required|relevant\n  text|姓名|姓名|yes|\n  text|first-name|名|yes|${姓名} != ""',
  );
  const [line] = play(planOf(imported), answers(['姓名', '甲']), new Map(imported.outer));
  expect(line).toMatchObject({ next: 'first-name', values: { 姓名: '甲' }, refused: null });
});

test('“other” has a text of its own', () => {
  const imported = formOf(
    'type|name|label|required\n  select_one l or_other|a|甲|yes',
    'list_name|name|label\n  l|x|乙',
  );
  const lines = play(planOf(imported), answers(['a', 'x'], ['a', 'other'], ['a_other', '别的']));
  expect(lines.map(({ next }) => next)).toEqual([null, 'a_other', null]);
});

describe('XPath', () => {
  test.each([
    ['1 + 2 * 3', '(1+(2*3))'],
    ['(1 + 2) * 3', '((1+2)*3)'],
    ['8 - 3 - 2', '((8-3)-2)'],
    ['-1 * 2', '(-(1)*2)'],
    ['1 < 2 = 3 > 4', '((1<2)=(3>4))'],
    ['${a-b}-1', '($a-b-1)'],
    ['${a} or ${b} and ${c}', '($a or($b and$c))'],
    ['div div mod', '(div div mod)'],
  ])('%s', (source, shown) => {
    const show = (node: ReturnType<typeof parseXPath>): string => {
      if (node.is === 'binary') {
        const word = /^[a-z]/.test(node.op) ? ` ${node.op}` : node.op;
        return `(${show(node.left)}${word}${node.op === 'div' ? ' ' : ''}${show(node.right)})`;
      }
      if (node.is === 'negative') return `-(${show(node.of)})`;
      if (node.is === 'ref') return `$${node.name}`;
      if (node.is === 'name') return node.name;
      return node.is === 'number' ? String(node.value) : '?';
    };
    expect(show(parseXPath(source))).toBe(shown);
  });

  test.each([
    ['1 +', 3],
    ["concat('a'", 10],
    ['1 2', 2],
    ["'open", 0],
    ['${a}[1]', 4],
  ])('%j is refused at its place', (source, at) => {
    const fault = (() => {
      try {
        return parseXPath(source);
      } catch (error) {
        return error;
      }
    })();
    expect(fault).toBeInstanceOf(XPathFault);
    expect((fault as XPathFault).at).toBe(at);
  });
});
