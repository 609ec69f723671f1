/** Map and paper form of a flow. */
import { expect, test } from '@jest/globals';
import { XMLValidator } from 'fast-xml-parser';
import { bandsOf } from '../../../src/forms/map/graph.js';
import { mermaidOf } from '../../../src/forms/map/mermaid.js';
import { svgOf, wrap } from '../../../src/forms/map/svg.js';
import { paperOf } from '../../../src/forms/paper/paper.js';
import { yamlPlan } from './sheets.js';

const plan = yamlPlan(`flow: shop
title: 门店 <甲>
minutes: 2
fields:
  kind: { label: 类型, kind: choice, options: { company: 企业, none: 无照 } }
  code: { label: 信用代码, kind: uscc }
  many: { label: 人数, kind: integer, unit: 人 }
  ok: { label: 合格, kind: yes_no }
  why: { label: 原因, maxLength: 300, required: false }
  people[].name: { label: 姓名 }
  people[].sex: { label: 性别, kind: choice, options: { m: 男, f: 女 } }
repeats: { people: { label: 劳动者 } }
steps:
  - ask: kind
    say: 这是哪一类？
  - ask: code
    when: kind != "none"
    hint: 执照上 18 位；没有就发“没有”。
  - section: 用工
    when: kind == "company" || has(code)
    steps:
      - ask: many
      - ask: ok
        when: many >= 3
      - ask: why
        when: ok == false
  - repeat: people
    item: "{{name}}"
    each: { ask: [name, sex] }
  - say: 完了，{{kind}}
  - review
  - stop: 完
`);

test('the map speaks of conditions as people do', () => {
  const bands = bandsOf(plan);
  expect(bands.map(({ title, condition, boxes }) => [title, condition, boxes.length])).toEqual([
    ['', undefined, 1],
    ['', undefined, 2],
    ['用工', '类型是企业或有信用代码', 3],
    ['每一位（条）劳动者，逐条填写', undefined, 0],
    ['', undefined, 2],
    ['', undefined, 3],
  ]);
  expect(bands.flatMap(({ boxes }) => boxes.flatMap(({ condition }) => condition ?? []))).toEqual([
    '类型不是无照',
    '人数不少于3',
    '合格不为“是”',
  ]);
});

test('the SVG is well-formed and stands alone', () => {
  const svg = svgOf(bandsOf(plan), plan.document.title);
  expect(XMLValidator.validate(svg)).toBe(true);
  expect(svg).toContain('门店 &lt;甲&gt;');
  expect(svg.replace('http://www.w3.org/2000/svg', '')).not.toMatch(/https?:|<script|<image/);
});

test('Mermaid has every box and every arrow once', () => {
  const lines = mermaidOf(bandsOf(plan)).trim().split('\n');
  expect(lines[0]).toBe('flowchart TD');
  expect(lines.filter((line) => line.includes('-->'))).toHaveLength(10);
  expect(lines).toContain('  n0 -->|"类型不是无照"| n1');
  expect(lines.filter((line) => line.includes('subgraph'))).toEqual([
    '  subgraph s2["用工（类型是企业或有信用代码）"]',
  ]);
});

test('on paper questions are numbered, options can be ticked, chat talk is left out', () => {
  const html = paperOf(plan);
  expect(html.match(/<b>\d+\.<\/b>/g)).toEqual(['<b>1.</b>', '<b>2.</b>', '<b>3.</b>', '<b>4.</b>', '<b>5.</b>']);
  expect(html).toContain('☐ 企业');
  expect(html).toContain('若类型不是无照，请填');
  expect(html.match(/<span class="boxes">(<i><\/i>){18}<\/span>/)).not.toBeNull();
  expect(html).toContain('执照上 18 位。');
  expect(html).not.toContain('发“没有”');
  expect(html).toContain('<th>性别<small>男／女</small></th>');
  expect(html).toContain('填表人签名');
  expect(html).toContain('size: 210mm 297mm');
});

test('lines are broken between characters, not inside words, not before a comma', () => {
  expect(wrap('一二三四，五六', 4)).toEqual(['一二三四，', '五六']);
  expect(wrap('关于 inScope 的条件', 6).join('')).toBe('关于 inScope 的条件');
  expect(wrap('', 5)).toEqual(['']);
});
