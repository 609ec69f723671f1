import { describe, expect, test } from '@jest/globals';
import { ConfigurationError, readConfig } from '../../src/config.js';

const corp = {
  WECOM_CORP_ID: 'wwMADEUP0000000001',
  WECOM_AGENT_ID: '1000009',
  WECOM_AGENT_SECRET: 'made-up-secret',
  WECOM_TOKEN: 'madeUpToken',
  WECOM_AES_KEY: 'a'.repeat(43),
  DATA_KEYS: `k1:${Buffer.alloc(32, 7).toString('base64')}`,
};

describe('configuration', () => {
  test('has a default for everything; without a corp the sandbox stands in', () => {
    expect(readConfig({})).toMatchObject({
      port: 8080,
      host: '127.0.0.1',
      publicUrl: 'http://127.0.0.1:8080',
      sandboxPort: 8081,
      mongodbUri: null,
      dataDir: '.data',
      wecom: null,
      role: 'all',
      startAt: null,
      kfEnabled: true,
    });
  });

  test('what is given without a corp goes to the sandbox', () => {
    const { WECOM_CORP_ID: _, ...rest } = corp;
    const { wecom, sandboxWecom } = readConfig(rest);
    expect(wecom).toBeNull();
    expect(sandboxWecom).toEqual({
      agentId: 1000009,
      secret: 'made-up-secret',
      token: 'madeUpToken',
      aesKey: 'a'.repeat(43),
    });
  });

  test('reads a corp, and an instant with its offset', () => {
    const config = readConfig({ ...corp, PORT: '9000', LIANGWANG_NOW: '2010-07-20T08:00:00+08:00' });
    expect(config.wecom).toMatchObject({ corpId: 'wwMADEUP0000000001', agentId: 1000009 });
    expect(config.publicUrl).toBe('http://127.0.0.1:9000');
    expect(config.startAt?.toISOString()).toBe('2010-07-20T00:00:00.000Z');
    expect(config.kfEnabled).toBe(false);
  });

  test('an empty value counts as not set', () => {
    expect(readConfig({ MONGODB_URI: '', PORT: '' })).toMatchObject({ mongodbUri: null, port: 8080 });
  });

  test('names every problem in one line each, and never a value', () => {
    let error: unknown;
    try {
      readConfig({
        ...corp,
        PORT: '0',
        WECOM_AES_KEY: 'short',
        DATA_KEYS: 'nonsense',
        LIANGWANG_ROLE: 'boss',
        LIANGWANG_NOW: 'noon',
        MONGODB_URI: 'http://x',
      });
    } catch (e) {
      error = e;
    }
    expect(error).toBeInstanceOf(ConfigurationError);
    const { problems, message } = error as ConfigurationError;
    expect(problems.map((p) => p.split(':')[0])).toEqual([
      'PORT',
      'MONGODB_URI',
      'WECOM_AES_KEY',
      'DATA_KEYS',
      'LIANGWANG_ROLE',
      'LIANGWANG_NOW',
    ]);
    expect(problems[0]).toBe('PORT: must be a port, 1 to 65535');
    expect(message).not.toContain('made-up-secret');
    expect(message).not.toContain('nonsense');
  });

  test('a corp without its secrets is refused, one line for each that is missing', () => {
    expect(() => readConfig({ WECOM_CORP_ID: 'wwMADEUP0000000001' })).toThrow(/WECOM_TOKEN[^\n]*\n[^\n]*WECOM_AES_KEY/);
  });
});
