import { createHash } from 'node:crypto';
import type { ReactNode } from 'react';
import { createElement as h, Fragment } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import type { Block, Report, Section, Table } from './blocks.js';
import { cellText } from './blocks.js';
import { style } from './html-style.js';

/**
 * The report as one HTML file: no script, nothing from outside, and a policy that would not let either in.
 * React escapes all text; the figure is an image, in which nothing runs.
 */
export function reportHtml(report: Report): string {
  const hash = createHash('sha256').update(style).digest('base64');
  const policy = `default-src 'none'; style-src 'sha256-${hash}'; img-src data:; base-uri 'none'; form-action 'none'`;
  const page = h(
    'html',
    { lang: report.language },
    h(
      'head',
      null,
      h('meta', { charSet: 'utf-8' }),
      h('meta', { httpEquiv: 'Content-Security-Policy', content: policy }),
      h('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
      h('meta', { name: 'referrer', content: 'no-referrer' }),
      h('title', null, report.title),
      // Ours alone: a style sheet must not be escaped, for the policy knows it by its hash.
      h('style', { dangerouslySetInnerHTML: { __html: style } }),
    ),
    h('body', null, body(report)),
  );
  return `<!doctype html>\n${renderToStaticMarkup(page)}\n`;
}

function body(report: Report): ReactNode {
  const { title, tlp, banner, sections, foot } = report;
  const named = sections.filter((section) => section.title !== '');
  return h(
    Fragment,
    null,
    h(
      'header',
      null,
      h('p', { className: `tlp tlp-${tlp.replace('+', '-')}` }, `TLP:${tlp.toUpperCase()}`),
      h('h1', null, title),
      banner === null ? null : h('p', { className: 'banner' }, banner),
      factList(report.facts),
    ),
    h(
      'nav',
      null,
      h(
        'ol',
        null,
        named.map(({ id, title: name }) =>
          h('li', { key: id }, h('a', { href: `#${id}` }, name)),
        ),
      ),
    ),
    h('main', null, sections.map((section) => part(report, section))),
    h('footer', null, foot),
  ); // prettier-ignore
}

const part = (report: Report, { id, title, page, blocks }: Section): ReactNode =>
  h(
    'section',
    { key: id, id, className: page ? 'page' : undefined },
    title === '' ? null : h('h2', null, title),
    blocks.map((block, no) => h(Fragment, { key: no }, one(report, block))),
  );

const factList = (facts: Report['facts']): ReactNode =>
  h(
    'dl',
    null,
    facts.map(([name, value]) =>
      h(Fragment, { key: name }, h('dt', null, name), h('dd', null, value)),
    ),
  );

function one(report: Report, block: Block): ReactNode {
  switch (block.kind) {
    case 'heading':
      return h(`h${block.level}`, null, block.text);
    case 'paragraph':
      return h('p', { className: block.tone === 'plain' ? undefined : block.tone }, block.text);
    case 'list':
      return h(
        block.ordered ? 'ol' : 'ul',
        null,
        block.items.map((item, no) => h('li', { key: no }, item)),
      );
    case 'facts':
      return factList(block.facts);
    case 'table':
      return h('div', { className: 'table' }, table(report, block.table));
    case 'figure':
      return h(
        'figure',
        null,
        h('img', {
          src: `data:image/svg+xml;base64,${Buffer.from(block.svg).toString('base64')}`,
          alt: block.caption,
        }),
        h('figcaption', null, block.caption),
      );
  }
}

function table({ moment }: Report, { columns, rows }: Table): ReactNode {
  return h(
    'table',
    null,
    h(
      'thead',
      null,
      h(
        'tr',
        null,
        columns.map(({ title, kind }, no) => h('th', { key: no, scope: 'col', className: kind }, title)),
      ),
    ),
    h(
      'tbody',
      null,
      rows.map((row, no) =>
        h(
          'tr',
          { key: no },
          row.map((cell, at) =>
            h('td', { key: at, className: columns[at]?.kind }, cellText(cell, moment)),
          ),
        ),
      ),
    ),
  ); // prettier-ignore
}
