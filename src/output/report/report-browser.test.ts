import { describe, expect, it } from 'vitest';
import { hostileNames } from '../../../test/hostile.js';
import { hasBrowser, noBrowser, openBrowser } from '../../../test/support/browser.js';
import { timelineFigure } from '../timeline/figure.js';
import { documentOf } from './hostile.case.js';
import { renderReport } from './render.js';

/** Words of the page that hold letters and digits alone, which no output changes. */
const plainNames = hostileNames.filter((name) => /^[a-z0-9]{4,40}$/i.test(name));

describe.skipIf(!hasBrowser)(`the HTML report with hostile names in a browser${noBrowser}`, () => {
  it('runs nothing, asks for nothing and leads nowhere', async () => {
    const figure = (
      incident: Parameters<typeof timelineFigure>[0],
      language: 'en' | 'ja',
    ): string => timelineFigure(incident, language, { boxes: 10, page: true });
    const html = await renderReport(
      documentOf(hostileNames),
      { language: 'en', tlp: 'red', redact: false, incident: null, figure },
      'html',
      [],
    );
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
      page.on('console', (message) => told.push(message.text()));
      await page.route('**/*', (route) => {
        const url = route.request().url();
        if (url === 'http://report.example/')
          return route.fulfill({ contentType: 'text/html; charset=utf-8', body: html });
        asked.push(url);
        return route.abort();
      });
      await page.goto('http://report.example/');
      // What a reader might do: move over, focus and open everything.
      const found = await page.evaluate(`(() => {
        for (const one of document.querySelectorAll('*'))
          for (const name of ['mouseover', 'focus', 'toggle', 'error', 'load']) one.dispatchEvent(new Event(name));
        const all = [...document.querySelectorAll('*')];
        return {
          live: all.filter((one) => /^(script|iframe|object|embed|form|input|textarea|svg|math|link|base|template)$/i.test(one.localName)).map((one) => one.localName),
          handlers: all.flatMap((one) => one.getAttributeNames().filter((name) => /^on/i.test(name))),
          links: [...document.links].map((one) => one.getAttribute('href')).filter((href) => !/^#[a-z]+$/.test(href)),
          images: [...document.images].map((one) => [one.src.slice(0, 26), one.complete && one.naturalWidth > 0]),
          styled: getComputedStyle(document.querySelector('.tlp')).backgroundColor,
          text: document.body.textContent,
        };
      })()`); // prettier-ignore
      await page.waitForTimeout(200);
      expect(told).toEqual([]);
      expect(asked.filter((url) => !url.endsWith('/favicon.ico'))).toEqual([]);
      expect(found).toMatchObject({
        live: [],
        handlers: [],
        links: [],
        images: [['data:image/svg+xml;base64,', true]],
        // The policy lets our own style in.
        styled: 'rgb(0, 0, 0)',
      });
      const { text } = found as { readonly text: string };
      expect(text).toContain('<script>alert(1)</script>');
      for (const name of plainNames) expect(text).toContain(name);
    } finally {
      await browser.close();
    }
  }, 120_000);
});
