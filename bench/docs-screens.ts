import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { openBrowser } from '../test/support/browser.js';

// Pictures of a workbench that is being served: `tsx bench/docs-screens.ts "URL with token" OUT "/sessions|ja|dark|name" …`
// Language, look and name may be left out. What the page complains of is printed.
const [address, out, ...wanted] = process.argv.slice(2);
if (address === undefined || out === undefined || wanted.length === 0)
  throw new Error('Usage: tsx bench/docs-screens.ts URL OUT PATH|LANGUAGE|LOOK|NAME …');
mkdirSync(out, { recursive: true });
for (const one of wanted) {
  // The Chromium of the tests is one process: it ends with its first context.
  const browser = await openBrowser();
  try {
    const [view = '/', language = 'en', look = 'light', called] = one.split('|');
    const name = called ?? view.replaceAll(/\W+/gu, '-');
    const context = await browser.newContext({
      viewport: { width: 1440, height: 900 },
      colorScheme: look === 'dark' ? 'dark' : 'light',
      locale: language === 'ja' ? 'ja-JP' : 'en-GB',
    });
    const page = await context.newPage();
    page.on('console', (message) => {
      if (message.type() === 'error') process.stdout.write(`${one}: ${message.text()}\n`);
    });
    page.on('pageerror', (error) => process.stdout.write(`${one}: ${error.message}\n`));
    await page.goto(address, { waitUntil: 'networkidle' });
    await page.goto(new URL(view, address).href, { waitUntil: 'networkidle' });
    await page.waitForTimeout(700);
    await page.screenshot({ path: path.join(out, `${name}.png`), fullPage: true });
  } finally {
    await browser.close();
  }
}
