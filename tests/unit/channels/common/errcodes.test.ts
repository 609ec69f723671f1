import { describe, expect, test } from '@jest/globals';
import { explainErrcode } from '../../../../src/channels/common/errcodes.js';
import { failedBefore, failureOf } from '../../../../src/channels/common/outcome.js';
import { ChannelError } from '../../../../src/errors.js';

const NOW = new Date('2010-07-20T08:30:20+08:00');
const failed = (code: number | string, tries = 1, retryAfterMs?: number) => {
  const klass = typeof code === 'number' ? explainErrcode(code).klass : 'R';
  return failureOf(
    new ChannelError(code, klass, 'words', retryAfterMs === undefined ? {} : { retryAfterMs }),
    tries,
    NOW,
  );
};

describe('the table of wecom.md 9.2', () => {
  test.each([
    ['R', [-1, 6000, 45009, 45029, 45033]],
    ['T', [40001, 40014, 42001]],
    [
      'F',
      [
        40004, 40005, 40006, 40008, 40009, 40035, 40050, 40054, 40055, 40058, 40063, 40068, 40093, 40096, 40145, 40146,
        40206,
      ],
    ],
    ['F', [41001, 42014, 42015, 42030, 42051, 44001, 44004, 45001, 45002, 45007, 45008, 46003, 60003, 82001, 82004]],
    ['F', [86001, 86003, 86207, 86215, 93017, 93018, 95008, 301002, 301019, 830002]],
    [
      'A',
      [40013, 40056, 40201, 40204, 43012, 48001, 48002, 48006, 48007, 48009, 48010, 48011, 50001, 50003, 60011, 60020],
    ],
    ['A', [60030, 60031, 80001, 85005, 85008, 93000, 93004, 93008, 2000002]],
    [
      'U',
      [40003, 40007, 40029, 40031, 40032, 42003, 42022, 42052, 43004, 46004, 50002, 60111, 60140, 81013, 84014, 84015],
    ],
  ] as const)('class %s: %j', (klass, codes) => {
    for (const code of codes) expect([code, explainErrcode(code).klass]).toEqual([code, klass]);
  });

  test.each([45035, 45036, 49008, 60021, 301017, 301042, 42052.5, 7, 99999])(
    'unknown %d: fixed by people, never retried',
    (code) => {
      expect(explainErrcode(code)).toMatchObject({ klass: 'F', alert: true, stops: false });
    },
  );

  test('every code has a meaning and a remedy for operators', () => {
    for (const code of [-1, 40001, 60020, 95001, 12345]) {
      const { meaning, remedy } = explainErrcode(code);
      expect(meaning).toMatch(/^[a-z]/);
      expect(remedy.length).toBeGreaterThan(5);
    }
  });
});

describe('what a failure means for a message', () => {
  test.each([40001, 40013, 40014, 42001, 40056, 301002, 60020, 48001, 48006, 48011, 50003])(
    '%d stops the channel',
    (code) => {
      expect(failed(code)).toMatchObject({ kind: 'stop', error: { code: String(code), message: `${code} words` } });
    },
  );

  test.each([40058, 43012, 48002, 60011, 81013, 86003, 93000, 12345])(
    '%d is a dead letter that operators hear of',
    (code) => {
      expect(failed(code)).toMatchObject({ kind: 'dead', alert: true });
    },
  );

  test.each([60140, 40007, 42052])('%d is a dead letter in silence', (code) => {
    expect(failed(code)).toMatchObject({ kind: 'dead', alert: false });
  });

  test('busy: three tries in all', () => {
    expect([1, 2, 3].map((tries) => failed(-1, tries).kind)).toEqual(['retry', 'retry', 'dead']);
  });

  test('frequency: after the minute, then after the hour, then it is given up', () => {
    const minute = new Date('2010-07-20T08:31:00+08:00');
    const hour = new Date('2010-07-20T09:00:00+08:00');
    expect([1, 3, 4, 5].map((tries) => failed(45009, tries))).toMatchObject([
      { kind: 'later', until: minute },
      { kind: 'later', until: minute },
      { kind: 'later', until: hour },
      { kind: 'later', until: hour },
    ]);
    expect(failed(45009, 6)).toMatchObject({ kind: 'dead', alert: true });
  });

  test.each(['timeout', 'network', 'http_502', 'not_json'])('%s is tried again', (code) => {
    expect(failed(code, 11)).toMatchObject({ kind: 'retry', error: { code, klass: 'R' } });
  });

  test('a pause that the platform asks for is handed on', () => {
    expect(failed('http_503', 1, 7_000)).toMatchObject({ kind: 'retry', afterMs: 7_000 });
  });

  test('what we refuse ourselves is a dead letter', () => {
    expect(failureOf(new ChannelError('invalid_message', 'F', 'text.content: long'), 1, NOW)).toMatchObject({
      kind: 'dead',
      alert: true,
      error: { code: 'invalid_message' },
    });
    expect(failedBefore('no_group', 'words')).toMatchObject({ kind: 'dead', alert: true });
  });

  test('a fault of ours is not an outcome', () => {
    expect(() => failureOf(new TypeError('bug'), 1, NOW)).toThrow('bug');
  });
});
