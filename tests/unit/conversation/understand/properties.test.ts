import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { FIELD_KINDS, type FieldDef, type FieldKind } from '../../../../schemas/field.js';
import { readAnswer, readCommand, readSlots, readYesNo } from '../../../../src/conversation/understand/index.js';
import { parseNumeral } from '../../../../src/conversation/understand/numerals.js';
import { orgCodeCheck, residentIdCheck, USCC_ALPHABET, usccCheck } from '../../../../src/lib/check-digits.js';
import { addDays, isDay } from '../../../../src/lib/day.js';
import { loadUtterances } from './corpus.js';

const RUN = { seed: 20100726, numRuns: 250 };
const TODAY = '2026-11-23';
const OPTIONS = ['企业', '个体工商户', '工程项目', '其他'].map((label) => ({ value: label, label }));
const fieldOf = (kind: FieldKind): FieldDef => ({
  path: 'field',
  label: '用工人数',
  kind,
  required: true,
  privacy: 'open',
  ...(kind === 'choice' || kind === 'choices' ? { options: OPTIONS } : {}),
});
const read = (kind: FieldKind, text: string, today = TODAY) => readAnswer(fieldOf(kind), text, { today });
const taken = (kind: FieldKind, text: string, today = TODAY) => {
  const reading = read(kind, text, today);
  return reading.kind === 'value' ? reading.value : reading;
};

/** Any UTF-16 units: NUL, controls, lone surrogates, right-to-left marks. */
const anyUnits = fc
  .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 60 })
  .map((units) => String.fromCharCode(...units));
const WORDS =
  '0 1 2 12 8.5 ３ 十 百 千 万 三 五 两 半 元 块 人 个 月 日 号 年 天 周 上 底 点 ： , ， 、 - ~ + ( ) 大概 左右 多 几 不 没有 是 到 和 除了 改 第 企业 个体 其他 O I X 13800138000 41010819000101001X \u0000 \u202e \ud83d 😀'.split(
    ' ',
  );
const anyTalk = fc.array(fc.constantFrom(...WORDS, ' ', '\n'), { maxLength: 25 }).map((words) => words.join(''));
const anyText = fc.oneof(anyUnits, anyTalk, fc.string({ unit: 'grapheme', maxLength: 60 }));

/** The type a value of each kind has. */
const TYPES: Partial<Record<FieldKind, (value: unknown) => boolean>> = {
  integer: (value) => Number.isSafeInteger(value),
  money: (value) => Number.isSafeInteger(value),
  decimal: Number.isFinite,
  date: (value) => isDay(String(value)),
  month: (value) => /^\d{4}-\d{2}$/.test(String(value)) && isDay(`${String(value)}-01`),
  time: (value) => /^([01]\d|2[0-3]):[0-5]\d$/.test(String(value)),
  choice: (value) => OPTIONS.some((option) => option.value === value),
  choices: (value) => Array.isArray(value) && value.length > 0 && new Set(value).size === value.length,
  yes_no: (value) => typeof value === 'boolean',
  mobile: (value) => /^1[3-9]\d{9}$/.test(String(value)),
};

describe('any text', () => {
  test.each(FIELD_KINDS)('as an answer of kind %s: no throw, a well-formed reading', (kind) => {
    fc.assert(
      fc.property(anyText, (text) => {
        const reading = read(kind, text);
        if (reading.kind === 'value' || reading.kind === 'confirm') {
          expect((TYPES[kind] ?? ((value) => typeof value === 'string' && value !== ''))(reading.value)).toBe(true);
        }
        if (reading.kind === 'pick') expect(reading.among.length).toBeGreaterThan(1);
        expect(JSON.parse(JSON.stringify(reading))).toEqual(reading);
      }),
      RUN,
    );
  });

  test('as a command, yes or no, several slots: no throw', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        readCommand(text, ['人数']);
        readYesNo(text);
        const fields = [fieldOf('integer'), { ...fieldOf('text'), path: 'name', label: '名称' }];
        for (const slot of readSlots(text, fields, { today: TODAY }).slots) expect(slot.text).not.toBe('');
      }),
      RUN,
    );
  });
});

test('long and nasty texts cost little', () => {
  const nasty = [
    '1',
    '1 ',
    ' ',
    '-',
    '，',
    '十',
    '1,',
    '1.',
    '没',
    '人数：',
    '改',
    '一百零',
    '((',
    '0-',
    '企',
    'a',
    '月1',
    '\u0000',
    '😀',
    '和1',
  ];
  const started = performance.now();
  for (const piece of nasty) {
    for (const length of [100, 199, 2000, 100_000]) {
      const text = piece.repeat(Math.ceil(length / piece.length)).slice(0, length);
      for (const kind of FIELD_KINDS) read(kind, text);
      readCommand(text);
      readYesNo(text);
      readSlots(text, [fieldOf('integer'), fieldOf('text')], { today: TODAY });
    }
  }
  // 2,000 calls; a quadratic pattern would take minutes at 100,000 characters
  expect(performance.now() - started).toBeLessThan(15_000);
});

describe('what was read reads again as itself', () => {
  const typed = (kind: string, value: unknown): string => {
    if (kind === 'money') return `${Number(value) / 100}元`;
    if (kind === 'yes_no') return value === true ? '是' : '不是';
    return Array.isArray(value) ? value.join('、') : String(value);
  };
  test('every value of the corpus', () => {
    const differing = loadUtterances()
      .filter(({ kind }) => kind !== 'command' && kind !== 'slots')
      .flatMap(({ kind, field, text, today }) => {
        const first = readAnswer(field, text, { today });
        if (first.kind !== 'value') return [];
        const again = readAnswer(field, typed(kind, first.value), { today });
        const same = again.kind === 'value' && JSON.stringify(again.value) === JSON.stringify(first.value);
        return same ? [] : [`${kind} ${text} → ${String(first.value)} → ${JSON.stringify(again)}`];
      });
    expect(differing).toEqual([]);
  });
});

describe('numbers', () => {
  /** The number as it is said in full: 一万零五百. */
  const inChinese = (n: number): string => {
    const digits = '零一二三四五六七八九';
    const group = (m: number) => {
      let text = '';
      [1000, 100, 10, 1].forEach((size, i) => {
        const digit = Math.floor(m / size) % 10;
        if (digit > 0) text += digits.charAt(digit) + ['千', '百', '十', ''][i];
        else if (text !== '' && !text.endsWith('零')) text += '零';
      });
      return text.replace(/零+$/, '');
    };
    const parts: [number, string][] = [
      [Math.floor(n / 1e8), '亿'],
      [Math.floor(n / 1e4) % 1e4, '万'],
      [n % 1e4, ''],
    ];
    return parts.reduce((text, [m, unit]) => {
      if (m === 0) return text;
      return text + (text !== '' && m < 1000 ? '零' : '') + group(m) + unit;
    }, '');
  };

  test('every number in Chinese is read', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 999_999_999 }), (n) => {
        expect(parseNumeral(inChinese(n))).toBe(n);
        expect(parseNumeral(inChinese(n).replace(/^一十/, '十'))).toBe(n);
      }),
      RUN,
    );
  });

  test('a last unit that is left out is a tenth of the one before it', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 9 }),
        fc.constantFrom(100, 1000, 10_000),
        (a, b, size) => {
          const full = inChinese(a * size + (b * size) / 10);
          expect(parseNumeral(full.slice(0, -1))).toBe(a * size + (b * size) / 10);
        },
      ),
      RUN,
    );
  });

  test('money in yuan, 万, separators', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 9_999_999 }), fc.integer({ min: 0, max: 99 }), (yuan, cents) => {
        const fen = yuan * 100 + cents;
        const text = `${yuan}.${String(cents).padStart(2, '0')}`;
        expect(taken('money', `${text}元`)).toBe(fen);
        expect(taken('money', `￥${Number(yuan).toLocaleString('en-US')}.${String(cents).padStart(2, '0')}`)).toBe(fen);
        expect(taken('money', `${yuan / 100}万`)).toBe(yuan * 10_000);
      }),
      RUN,
    );
  });
});

describe('dates', () => {
  const anyDay = fc.integer({ min: 0, max: 16_000 }).map((days) => addDays('2000-01-01', days));
  test('every full date is read, however it is written and whatever today is', () => {
    fc.assert(
      fc.property(anyDay, anyDay, (day, today) => {
        const [y = '', m = '', d = ''] = day.split('-');
        const [month, date] = [Number(m), Number(d)];
        for (const text of [
          day,
          `${y}年${month}月${date}日`,
          `${y}.${month}.${date}`,
          `${y}/${m}/${d}`,
          y + m + d,
          `${y} ${month} ${date}`,
        ]) {
          expect(taken('date', text, today)).toBe(day);
        }
      }),
      RUN,
    );
  });

  test('a date without year is never invented: its month and day, this, last or next year', () => {
    fc.assert(
      fc.property(anyDay, anyDay, (day, today) => {
        const reading = read('date', `${Number(day.slice(5, 7))}月${Number(day.slice(8))}日`, today);
        const days =
          reading.kind === 'pick'
            ? reading.among.map(({ value }) => value)
            : 'value' in reading
              ? [String(reading.value)]
              : [];
        for (const one of days) {
          expect(one.slice(5)).toBe(day.slice(5));
          expect(Math.abs(Number(one.slice(0, 4)) - Number(today.slice(0, 4)))).toBeLessThanOrEqual(1);
        }
        if (reading.kind === 'unclear') expect(day.slice(5)).toBe('02-29');
      }),
      RUN,
    );
  });
});

describe('codes', () => {
  const digits = (length: number) => fc.stringMatching(new RegExp(`^\\d{${length}}$`));
  const anyUscc = fc
    .tuple(
      fc.constantFrom('91', '92', '52', '12'),
      digits(6),
      fc.array(fc.constantFrom(...USCC_ALPHABET), { minLength: 8, maxLength: 8 }),
    )
    .map(([prefix, area, subject]) => {
      const org = subject.join('');
      const body = prefix + area + org + orgCodeCheck(org);
      return body + usccCheck(body);
    });
  const anyResidentId = fc
    .tuple(fc.integer({ min: 0, max: 20_000 }), digits(3))
    .map(([days, sequence]) => `410108${addDays('1950-01-01', days).replaceAll('-', '')}${sequence}`)
    .map((body) => body + residentIdCheck(body));

  test('a right code is read with spaces, hyphens, small letters and full-width characters', () => {
    fc.assert(
      fc.property(anyUscc, fc.integer({ min: 1, max: 17 }), fc.constantFrom(' ', '-', '  '), (code, at, gap) => {
        expect(taken('uscc', (code.slice(0, at) + gap + code.slice(at)).toLowerCase())).toBe(code);
        const wide = [...code].map((char) => String.fromCharCode(char.charCodeAt(0) + 0xfee0)).join('');
        expect(taken('uscc', wide)).toBe(code);
      }),
      RUN,
    );
  });

  test('one wrong character is never taken for certain', () => {
    fc.assert(
      fc.property(
        anyUscc,
        anyResidentId,
        fc.integer({ min: 0, max: 16 }),
        fc.integer({ min: 1, max: 9 }),
        (uscc, id, at, by) => {
          for (const [kind, code] of [
            ['uscc', uscc],
            ['id_number', id],
          ] as const) {
            const old = code.charAt(at);
            if (!/\d/.test(old)) continue;
            const wrong = code.slice(0, at) + ((Number(old) + by) % 10) + code.slice(at + 1);
            expect(read(kind, wrong).kind).not.toBe('value');
          }
        },
      ),
      RUN,
    );
  });

  const offered = (kind: FieldKind, text: string) => {
    const reading = read(kind, text);
    if (reading.kind === 'pick') return reading.among.map(({ value }) => value);
    return reading.kind === 'confirm' ? [reading.value] : [];
  };

  test('letters typed for digits come back as the one suggestion', () => {
    fc.assert(
      fc.property(anyUscc, anyResidentId, (uscc, id) => {
        fc.pre(/[01]/.test(uscc) && id.includes('0'));
        expect(offered('id_number', id.replaceAll('0', 'O'))).toEqual([id]);
        expect(offered('uscc', uscc.replaceAll('0', 'o').replaceAll('1', 'I'))).toEqual([uscc]);
      }),
      RUN,
    );
  });

  test('neighbours that changed places in a unified code are offered in their order, nearly always', () => {
    let swaps = 0;
    let found = 0;
    fc.assert(
      fc.property(anyUscc, fc.integer({ min: 2, max: 16 }), (uscc, at) => {
        const swapped = uscc.slice(0, at) + uscc.charAt(at + 1) + uscc.charAt(at) + uscc.slice(at + 2);
        fc.pre(swapped !== uscc && /^.{2}\d{6}/.test(swapped));
        expect(read('uscc', swapped).kind).not.toBe('value');
        swaps += 1;
        found += offered('uscc', swapped).includes(uscc) ? 1 : 0;
      }),
      RUN,
    );
    expect(found / swaps).toBeGreaterThan(0.9);
  });

  test('mobile numbers with any separators', () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^1[3-9]\d{9}$/),
        fc.constantFrom(' ', '-', '.', ''),
        fc.constantFrom('', '+86', '+86 ', '0086', '电话：'),
        (number, gap, lead) => {
          expect(taken('mobile', lead + [number.slice(0, 3), number.slice(3, 7), number.slice(7)].join(gap))).toBe(
            number,
          );
        },
      ),
      RUN,
    );
  });
});
