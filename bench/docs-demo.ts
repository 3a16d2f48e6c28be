import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { main } from '../src/cli/main.js';
import { hasBrowser, noBrowser, openBrowser } from '../test/support/browser.js';

/**
 * Makes docs/demo anew: `npm run docs:demo`. The report of the demo as Markdown, PDF and HTML, and pictures of
 * its first screens; the same demo gives the same texts, and pictures that differ by the browser at most.
 */
const out = fileURLToPath(new URL('../docs/demo/', import.meta.url));
const scratch = mkdtempSync(path.join(tmpdir(), 'konseki-docs-'));
const dir = path.join(scratch, 'demo.case');

async function run(...args: readonly string[]): Promise<void> {
  const code = await main(args);
  if (code !== 0) throw new Error(`konseki ${args.join(' ')} ended with ${code}`);
}

/** Largest file that the docs take. */
const most = 500_000;

try {
  await run('demo', '--case', dir, '--quiet');
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  for (const language of ['en', 'ja']) {
    const made = path.join(scratch, language);
    await run('report', dir, '--format', 'md,html,pdf', '--lang', language, '--out', made);
    for (const name of readdirSync(made)) {
      const bytes = readFileSync(path.join(made, name));
      if (bytes.length > most) throw new Error(`${name} has ${bytes.length} bytes; the docs take ${most}.`);
      writeFileSync(path.join(out, `report-${language}${path.extname(name)}`), bytes);
    }
  }
  if (hasBrowser) await pictures();
  else console.warn(`No pictures${noBrowser}`);
} finally {
  rmSync(scratch, { recursive: true, force: true });
} // prettier-ignore

/** The letter and the figure, as a reader has them on the screen. */
async function pictures(): Promise<void> {
  for (const language of ['en', 'ja']) {
    // This Chromium is one process: it ends with its page.
    const browser = await openBrowser();
    try {
      const page = await browser.newPage({ viewport: { width: 960, height: 1120 } });
      await page.setContent(readFileSync(path.join(out, `report-${language}.html`), 'utf8'));
      await page.screenshot({ path: path.join(out, `report-${language}.png`) });
      await page.locator('figure').screenshot({ path: path.join(out, `figure-${language}.png`) });
    } finally {
      await browser.close();
    }
  }
}
