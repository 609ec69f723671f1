/** The browser of the tests: Debian's chromium, or what `CHROMIUM_PATH` names. Tests that need it are skipped without it. */
import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const CANDIDATES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
];

/** Null when there is none. */
export function browserPath(): string | null {
  const named = process.env.CHROMIUM_PATH;
  return [...(named === undefined ? [] : [named]), ...CANDIDATES].find((path) => existsSync(path)) ?? null;
}

/** Headless and without any connection of its own. @throws when there is no browser, see `browserPath` */
export function launchBrowser(): Promise<Browser> {
  const executablePath = browserPath();
  if (executablePath === null)
    throw new Error('no browser: install chromium (apt-get install chromium) or set CHROMIUM_PATH');
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}
