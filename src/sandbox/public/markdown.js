/** Renders the markdown that WeCom shows (wecom.md 3.3, 4.2) as elements: nothing of a message becomes HTML. */
import { h, link } from './dom.js';

const INLINE = [
  [/^\*\*(.+?)\*\*/, (m, inner) => h('strong', {}, inner(m[1]))],
  [/^`([^`]+)`/, (m) => h('code', {}, m[1])],
  [/^!\[([^\]]*)\]\([^)]*\)/, (m) => h('span', {}, `[图片 ${m[1]}]`)],
  [/^\[([^\]]+)\]\(([^)\s]+)\)/, (m, inner) => link(m[2], inner(m[1]))],
  [
    /^<font\s+color=["']?(info|comment|warning)["']?>([\s\S]*?)<\/font>/,
    (m, inner) => h('span', { className: m[1] }, inner(m[2])),
  ],
  [/^<@([\w.@-]+)>/, (m) => h('strong', {}, `@${m[1]}`)],
  [/^[*_]([^*_\s][^*_]*)[*_]/, (m, inner) => h('em', {}, inner(m[1])), 'v2'],
];

function inlineOf(text, v2) {
  const parts = [];
  let plain = '';
  for (let rest = text; rest !== ''; ) {
    const hit = INLINE.filter(([, , only]) => only === undefined || v2)
      .map(([pattern, make]) => ({ match: pattern.exec(rest), make }))
      .find(({ match }) => match !== null);
    if (hit === undefined) {
      plain += rest[0];
      rest = rest.slice(1);
      continue;
    }
    if (plain !== '') parts.push(plain);
    plain = '';
    parts.push(hit.make(hit.match, (t) => inlineOf(t, v2)));
    rest = rest.slice(hit.match[0].length);
  }
  return plain === '' ? parts : [...parts, plain];
}

const BLOCKS_V2 = {
  code: /^```/,
  table: /^\s*\|.*\|\s*$/,
  list: /^\s*(?:[-*+]|\d+\.)\s+/,
  rule: /^\s*(?:-{3,}|\*{3,})\s*$/,
};

/** @param v2 also lists, tables, rules and code blocks */
export function markdown(text, v2 = false) {
  const root = h('div', { className: 'md' });
  const lines = text.split('\n');
  const take = (pattern) => {
    const taken = [];
    while (lines.length > 0 && pattern.test(lines[0])) taken.push(lines.shift());
    return taken;
  };
  while (lines.length > 0) {
    const [line] = lines;
    const heading = /^(#{1,6})\s+(.*)$/.exec(line);
    if (line.trim() === '') lines.shift();
    else if (heading !== null) {
      root.append(h(`h${heading[1].length}`, {}, inlineOf(heading[2], v2)));
      lines.shift();
    } else if (/^>/.test(line)) {
      const quoted = take(/^>/).map((l) => l.replace(/^>+\s?/, ''));
      root.append(h('blockquote', {}, withBreaks(quoted, v2)));
    } else if (v2 && BLOCKS_V2.code.test(line)) root.append(codeBlock(lines));
    else if (v2 && BLOCKS_V2.rule.test(line)) {
      root.append(h('hr'));
      lines.shift();
    } else if (v2 && BLOCKS_V2.table.test(line)) root.append(table(take(BLOCKS_V2.table), v2));
    else if (v2 && BLOCKS_V2.list.test(line)) {
      const tag = /^\s*\d/.test(line) ? 'ol' : 'ul';
      root.append(
        h(
          tag,
          {},
          take(BLOCKS_V2.list).map((l) => h('li', {}, inlineOf(l.replace(BLOCKS_V2.list, ''), v2))),
        ),
      );
    } else {
      const special = v2 ? Object.values(BLOCKS_V2) : [];
      const paragraph = [lines.shift()];
      while (
        lines.length > 0 &&
        lines[0].trim() !== '' &&
        !/^(?:#{1,6}\s|>)/.test(lines[0]) &&
        !special.some((p) => p.test(lines[0]))
      )
        paragraph.push(lines.shift());
      root.append(h('p', {}, withBreaks(paragraph, v2)));
    }
  }
  return root;
}

function withBreaks(lines, v2) {
  return lines.flatMap((l, i) => [...(i === 0 ? [] : [h('br')]), ...inlineOf(l, v2)]);
}

function codeBlock(lines) {
  lines.shift();
  const end = lines.findIndex((l) => l.startsWith('```'));
  const code = lines.splice(0, end === -1 ? lines.length : end);
  lines.shift();
  return h('pre', {}, h('code', {}, code.join('\n')));
}

function table(rows, v2) {
  const cells = rows.map((r) =>
    r
      .trim()
      .replace(/^\||\|$/g, '')
      .split('|')
      .map((c) => c.trim()),
  );
  const isRule = (row) => row.every((c) => /^:?-+:?$/.test(c));
  const [head, ...body] = cells.filter((row) => !isRule(row));
  const row = (tag, columns) =>
    h(
      'tr',
      {},
      columns.map((c) => h(tag, {}, inlineOf(c, v2))),
    );
  return h(
    'table',
    {},
    h('thead', {}, row('th', head ?? [])),
    h(
      'tbody',
      {},
      body.map((r) => row('td', r)),
    ),
  );
}
