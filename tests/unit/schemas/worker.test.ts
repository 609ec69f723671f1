import { describe, expect, test } from '@jest/globals';
import { failedChecks, reading } from '../../../schemas/checks.js';
import { Worker, workerChecks } from '../../../schemas/worker.js';
import { birthday } from '../../../schemas/worker-checks.js';
import { residentIdCheck } from '../../../src/lib/check-digits.js';
import { WORKER } from '../../fixtures/employers.js';

const TODAY = '1935-03-20';
/** Born 1915-07-01. */
const EARLY = { ...WORKER, startOn: '1934-01-01', contractFrom: '1934-01-01', contractTo: '1936-12-31' };
const codes = (record: object, today = TODAY) => failedChecks(workerChecks, record, { today }).map(({ code }) => code);

test('a good record passes', () => {
  expect(codes(EARLY)).toEqual([]);
  expect(Worker.parse({ ...WORKER, idNo: ' 410108 19150701 0038', mobile: '138-0013-8002' })).toEqual(WORKER);
});

describe('identity numbers fit their kind', () => {
  const hmt = `81000019150701001`;
  test.each([
    [{ idNo: '410108191507010039' }, ['id_number_wrong']],
    [{ idNo: 'E12345678' }, ['id_number_wrong']],
    [{ idType: 'passport', idNo: 'E12345678' }, []],
    [{ idType: 'hmt_permit' }, ['id_number_wrong']],
    [{ idType: 'hmt_permit', idNo: hmt + residentIdCheck(hmt) }, []],
    [{ idType: 'foreign_permit', idNo: 'ABC411915070101' }, []],
  ])('%j', (change, expected) => {
    expect(codes({ ...EARLY, ...change })).toEqual(expected);
    expect(Worker.safeParse({ ...EARLY, ...change }).success).toBe(expected.length === 0);
  });

  test('the sentence does not repeat the number', () => {
    const record = { ...EARLY, idNo: '410108191507010039' };
    const [check] = failedChecks(workerChecks, record, { today: TODAY });
    expect(check?.say(reading(record), { today: TODAY })).toBe(
      '身份证号的末位和前面对不上，可能抄错一位，请对照证件再看',
    );
  });
});

describe('dates', () => {
  test.each<[object, string[]]>([
    [{ startOn: '1935-03-21', contractFrom: '1935-03-21' }, ['starts_in_future']],
    [{ startOn: '1931-06-30' }, ['under_16_at_start', 'contract_long_after_start']],
    [{ startOn: '1931-07-01', contractFrom: '1931-08-01' }, []],
    [{ startOn: '1931-07-01', contractFrom: '1931-08-02' }, ['contract_long_after_start']],
    [{ endOn: '1933-12-31' }, ['ends_before_start']],
    [{ endOn: '1934-01-01' }, []],
    [{ contractTo: '1933-12-31' }, ['contract_ends_before_start']],
    [{ contractType: 'open_ended' }, ['open_ended_with_end']],
    [{ contractTo: undefined }, ['fixed_term_without_end']],
    [{ contractType: 'open_ended', contractTo: undefined }, []],
    [{ contractFrom: undefined }, ['contract_missing_start']],
    [{ contractType: 'none', contractFrom: undefined, contractTo: undefined }, []],
  ])('%j: %j', (change, expected) => {
    expect(codes({ ...EARLY, ...change })).toEqual(expected);
  });

  test('sixteen is reached on the birthday; born on 29 February on 1 March', () => {
    expect(birthday('1915-07-01', 16)).toBe('1931-07-01');
    expect(birthday('1904-02-29', 16)).toBe('1920-02-29');
    expect(birthday('1904-02-29', 18)).toBe('1922-03-01');
  });

  test('a child is refused by the schema itself', () => {
    expect(Worker.safeParse({ ...EARLY, startOn: '1931-06-30' }).error?.issues[0]).toMatchObject({
      path: ['startOn'],
      params: { check: 'under_16_at_start' },
    });
  });
});

test('wage, card and home are never open', () => {
  expect(Worker.safeParse({ ...WORKER, bankLast4: '6217000000000006' }).success).toBe(false);
  expect(Worker.safeParse({ ...WORKER, bankLast4: '0006' }).success).toBe(true);
});
