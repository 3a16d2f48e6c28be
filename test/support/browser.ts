import { existsSync } from 'node:fs';
import chromium from '@sparticuz/chromium';
import type { Browser } from 'playwright-core';
import { chromium as driver } from 'playwright-core';

/** The Chromium that comes with npm is for Linux on x64; elsewhere one can be named. */
const named = process.env['KONSEKI_CHROMIUM'];
export const hasBrowser =
  named === undefined ? process.platform === 'linux' && process.arch === 'x64' : existsSync(named);
export const noBrowser = hasBrowser
  ? ''
  : ' (skipped: no Chromium for this system among the packages; name one with KONSEKI_CHROMIUM)';

/** Meant for pages that are scraped: they take away what a browser of a user holds a page to. */
const lax = new Set(['--disable-web-security', '--allow-running-insecure-content']);

export const openBrowser = async (): Promise<Browser> =>
  driver.launch({
    executablePath: named ?? (await chromium.executablePath()),
    args: chromium.args.filter((one) => !lax.has(one)),
    headless: true,
  });
