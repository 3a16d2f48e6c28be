import { describe, expect, it } from 'vitest';
import { hostileNames } from '../../../test/hostile.js';
import { hasBrowser, noBrowser, openBrowser } from '../../../test/support/browser.js';
import { table } from '../table.js';
import { timelineFigure } from './figure.js';
import { entry, incidentWith } from './sample.case.js';
import { timelineText } from './text.js';

const incident = incidentWith(
  hostileNames.map((name, no) =>
    entry({
      said: { en: name, ja: name },
      user: name,
      at: `2024-05-10T09:${String(Math.floor(no / 60)).padStart(2, '0')}:${String(no % 60).padStart(2, '0')}.000000Z`,
    }),
  ),
  { said: { en: hostileNames[0] ?? '', ja: hostileNames[0] ?? '' } },
);
const unseen = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

describe('names that an attacker chose, in a terminal', () => {
  it.each([undefined, 80])('the timeline has no control character (width %s)', (width) => {
    const text = timelineText(incident, 'en', { width });
    expect(text.replaceAll('\n', '')).not.toMatch(unseen);
    expect(text).toContain('<script>alert(1)</script>');
  });

  it.each([undefined, 60])('a table has one line a row (width %s)', (width) => {
    const rows = hostileNames.map((name) => [name, name]);
    const text = table([{ title: 'a' }, { title: 'b' }], rows, { width });
    expect(text.replaceAll('\n', '')).not.toMatch(unseen);
    expect(text.trimEnd().split('\n').length).toBeLessThanOrEqual(rows.length + 1);
  });
});

describe.skipIf(!hasBrowser)(`the figure with hostile names in a browser${noBrowser}`, () => {
  it('runs nothing, asks for nothing and leads nowhere', async () => {
    const svg = timelineFigure(incident, 'en', { boxes: hostileNames.length });
    const browser = await openBrowser();
    try {
      const page = await browser.newPage();
      const told: string[] = [];
      const asked: string[] = [];
      page.on('dialog', (dialog) => {
        told.push(dialog.message());
        void dialog.dismiss();
      });
      page.on('pageerror', (error) => told.push(error.message));
      await page.route('**/*', (route) => {
        const url = route.request().url();
        if (url === 'http://figure.example/')
          return route.fulfill({ contentType: 'image/svg+xml; charset=utf-8', body: svg });
        asked.push(url);
        return route.abort();
      });
      await page.goto('http://figure.example/');
      const found = await page.evaluate(`(() => {
        const all = [...document.querySelectorAll('*')];
        for (const one of all)
          for (const name of ['mouseover', 'focus', 'load', 'error', 'begin']) one.dispatchEvent(new Event(name));
        return {
          names: [...new Set(all.map((one) => one.localName))].sort(),
          handlers: all.flatMap((one) => one.getAttributeNames().filter((name) => /^on|href$/i.test(name))),
          error: document.querySelector('parsererror') !== null,
          text: document.documentElement.textContent,
        };
      })()`); // prettier-ignore
      await page.waitForTimeout(100);
      expect(told).toEqual([]);
      expect(asked.filter((url) => !url.endsWith('/favicon.ico'))).toEqual([]);
      expect(found).toMatchObject({ names: ['path', 'rect', 'svg', 'text', 'title'], handlers: [], error: false }); // prettier-ignore
      expect((found as { readonly text: string }).text).toContain('<script>alert(1)</script>');
    } finally {
      await browser.close();
    }
  }, 60_000);
});
