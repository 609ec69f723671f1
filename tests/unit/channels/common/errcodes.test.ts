import { describe, expect, test } from '@jest/globals';
import { explainErrcode } from '../../../../src/channels/common/errcodes.js';
import { failedBefore, failureOf } from '../../../../src/channels/common/outcome.js';
import { ChannelError } from '../../../../src/errors.js';

const NOW = new Date('2010-07-20T08:30:20+08:00');
const refusal = (code: number | string, retryAfterMs?: number) => {
  const klass = typeof code === 'number' ? explainErrcode(code).klass : 'R';
  return new ChannelError(code, klass, 'words', retryAfterMs === undefined ? {} : { retryAfterMs });
};
/** What the last of refusals one after the other means. */
function failed(...codes: readonly (number | string)[]) {
  let row: Parameters<typeof failureOf>[1] = {};
  let outcome = failureOf(refusal(codes[0] ?? 0), row, NOW);
  for (const code of codes.slice(1)) {
    row = { error: outcome.error };
    outcome = failureOf(refusal(code), row, NOW);
  }
  return outcome;
}
const times = (n: number, code: number | string) => failed(...Array<number | string>(n).fill(code));

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

  test('busy: three times in a row, the last one after a while', () => {
    expect([1, 2, 3].map((n) => times(n, -1).kind)).toEqual(['retry', 'retry', 'dead']);
    expect(times(1, -1)).not.toHaveProperty('afterMs');
    expect(times(2, -1)).toMatchObject({ afterMs: 20_000 });
  });

  test('lost connections do not use up the tries of a busy platform', () => {
    expect(failed('network', 'network', 'timeout', -1)).toMatchObject({ kind: 'retry' });
    expect(failed(-1, 'network', -1, -1)).toMatchObject({ kind: 'retry', error: { times: 2 } });
  });

  test('frequency: after the minute, then after the hour, then it is given up', () => {
    const minute = new Date('2010-07-20T08:31:00+08:00');
    const hour = new Date('2010-07-20T09:00:00+08:00');
    expect([1, 3, 4, 5].map((n) => times(n, 45009))).toMatchObject([
      { kind: 'later', until: minute },
      { kind: 'later', until: minute },
      { kind: 'later', until: hour },
      { kind: 'later', until: hour },
    ]);
    expect(times(6, 45009)).toMatchObject({ kind: 'dead', alert: true });
  });

  test.each(['timeout', 'network', 'http_502', 'not_json'])('%s is tried again', (code) => {
    expect(times(11, code)).toMatchObject({ kind: 'retry', error: { code, klass: 'R' } });
  });

  test('a pause that the platform asks for is handed on', () => {
    expect(failureOf(refusal('http_503', 7_000), {}, NOW)).toMatchObject({ kind: 'retry', afterMs: 7_000 });
  });

  test('what we refuse ourselves is a dead letter', () => {
    expect(failureOf(new ChannelError('invalid_message', 'F', 'text.content: long'), {}, NOW)).toMatchObject({
      kind: 'dead',
      alert: true,
      error: { code: 'invalid_message' },
    });
    expect(failedBefore('no_group', 'words')).toMatchObject({ kind: 'dead', alert: true });
  });

  test('a fault of ours is not an outcome', () => {
    expect(() => failureOf(new TypeError('bug'), {}, NOW)).toThrow('bug');
  });
});
