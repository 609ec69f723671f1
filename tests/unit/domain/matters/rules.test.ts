import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { loadMatterRules, loadMatterWords } from '../../../../src/domain/matters/index.js';
import { ROOT, RULES } from '../../../support/matters.js';

describe('rules that the bureau has edited', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'rules-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const edited = (name: string, change: (text: string) => string) => {
    const file = path.join(folder, name);
    writeFileSync(file, change(readFileSync(path.join(ROOT, 'config', name), 'utf8')));
    return file;
  };

  test.each([
    [
      'a profile that is none',
      (t: string) => t.replace('profile: NATIONAL', 'profile: PROVINCE'),
      /profile "PROVINCE" is not one of NATIONAL, HENAN/,
    ],
    [
      'a number pattern without number',
      (t: string) => t.replace('惠投〔{year}〕{seq:4}号', '惠投〔{year}〕号'),
      /registers\.complaint/,
    ],
    ['a role that is none', (t: string) => t.replace('file: [brigade_leader]', 'file: [chief]'), /approvers\.file/],
    [
      'a step that is none',
      (t: string) => t.replace('  file: [brigade_leader]', '  fyle: [brigade_leader]'),
      /approvers/,
    ],
    [
      'a case file kept two years',
      (t: string) => t.replace('closedFileYears: 10', 'closedFileYears: 2'),
      /closedFileYears/,
    ],
    ['a word too many', (t: string) => `${t}\nspeed: fast\n`, /speed/],
    ['no yaml at all', () => 'a: [', /matters\.yaml/],
  ])('%s stops the start and says where', (_what, change, message) => {
    expect(() => loadMatterRules(edited('matters.yaml', change))).toThrow(message);
  });

  test.each([
    ['a category that is none', (t: string) => t.replace('code: M6a', 'code: M66'), /categories\[0\]\.code/],
    [
      'an office without a name',
      (t: string) => t.replace('{ name: 惠济区人民法院, phone', '{ phone'),
      /offices\.court/,
    ],
  ])('words with %s too', (_what, change, message) => {
    expect(() => loadMatterWords(edited('matter-words.yaml', change))).toThrow(message);
  });

  test('every step that the rules name has a source or an approver that exists', () => {
    for (const { clocks } of RULES.profiles) for (const { source } of clocks) expect(source).not.toBe('');
    expect(RULES.approvers.file).toEqual(['brigade_leader']);
  });
});
