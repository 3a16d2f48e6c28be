import { describe, expect, it } from 'vitest';
import type { Incident } from '../../model/incident.js';
import { timeWriter } from '../time.js';
import { timelineFigure } from './figure.js';
import { pngOf } from './png.js';
import { textWidth, wrap } from './svg-text.js';
import { entry, incidentWith } from './sample.case.js';

const boxes = (svg: string): number => [...svg.matchAll(/fill="#ffffff" stroke=/g)].length;
const text = (svg: string): string => [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, t = '']) => t).join('\n'); // prettier-ignore
const many = (length: number): Incident =>
  incidentWith(
    Array.from({ length }, (_, at) =>
      entry({
        at: new Date(Date.UTC(2024, 4, 10) + at * 61_000).toISOString().replace('Z', '000Z'),
        until: new Date(Date.UTC(2024, 4, 10) + at * 61_000).toISOString().replace('Z', '000Z'),
        lane: (['user', 'microsoft', 'attacker'] as const)[at % 3] ?? 'user',
        stage: (['login', 'evasion', 'info-theft', 'spread'] as const)[at % 4] ?? null,
        user: `user${at % 9}@contoso.example`,
        events: [`e${at}`],
      }),
    ),
  );

describe('the figure of the timeline', () => {
  it('has the three lanes, the stages and the flow, in both languages', () => {
    const en = text(timelineFigure(many(4), 'en'));
    for (const word of ['User', 'Microsoft 365', 'Attacker', 'Session theft', '00:01:01'])
      expect(en).toContain(word);
    const ja = text(timelineFigure(many(4), 'ja'));
    for (const word of ['ユーザー', '攻撃者', 'セッション窃取', '時刻: UTC']) expect(ja).toContain(word);
  }); // prettier-ignore

  it.each([0, 1, 10, 27, 28])('shows each of %d entries', (length) => {
    expect(boxes(timelineFigure(many(length), 'en'))).toBe(length + unreached);
  });

  it.each([29, 500, 5000])('joins %d entries to few boxes, and counts all events', (length) => {
    const svg = timelineFigure(many(length), 'en', { boxes: 28 });
    expect(boxes(svg) - unreached).toBeLessThanOrEqual(28);
    expect(boxes(svg) - unreached).toBeGreaterThan(2);
    const told = [...text(svg).matchAll(/^(\d+) events? · \[/gm)].reduce((sum, [, n]) => sum + Number(n), 0); // prettier-ignore
    expect(told).toBe(length);
  });

  it('by log: the four logs of W-12 are always there, and others when used', () => {
    const svg = timelineFigure(incidentWith([entry({ source: 'azure_activity' })]), 'en', { by: 'log' }); // prettier-ignore
    for (const log of ['Mail', 'Entra sign-in log', 'Entra audit log', 'Unified audit log', 'Azure activity log'])
      expect(text(svg)).toContain(log);
    expect(text(svg)).not.toContain('Graph activity');
  }); // prettier-ignore

  it('tells times in the zone that is asked for', () => {
    const svg = timelineFigure(many(1), 'en', { time: timeWriter('Asia/Tokyo'), zone: 'Asia/Tokyo' }); // prettier-ignore
    expect(text(svg)).toContain('Times: Asia/Tokyo');
    expect(text(svg)).toContain('09:00:00');
  });

  it.each([
    '</text><script>alert(1)</script>',
    '"><image href="https://evil.example/x"/>',
    '&lt;&#x1b;]]><![CDATA[',
    '\u202egpj.exe \x1b[2J \0 \ud800',
    'a'.repeat(100_000),
    "' onload='alert(1)",
    '日本語'.repeat(5000),
  ])('hostile text stays text: %j', (hostile) => {
    const incident = { ...incidentWith([entry({ said: { en: hostile, ja: hostile }, user: hostile })]), id: hostile.slice(0, 50), said: { en: hostile, ja: hostile } }; // prettier-ignore
    const svg = timelineFigure(incident, 'ja', { zone: hostile.slice(0, 40) });
    const tags = new Set([...svg.matchAll(/<\/?([^\s>/]+)/g)].map(([, tag]) => tag));
    expect([...tags].sort()).toEqual(['path', 'rect', 'svg', 'text', 'title']);
    expect(svg).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}\p{Cs}]/u);
    expect(svg).not.toMatch(/<[^>]*\s(?:on\w+|href)=/);
    expect(svg.length).toBeLessThan(40_000);
  }); // prettier-ignore

  it('is the same for the same incident, also as PNG', () => {
    const svg = timelineFigure(many(6), 'ja');
    expect(timelineFigure(many(6), 'ja')).toBe(svg);
    const png = pngOf(svg, 1);
    expect([...png.slice(1, 4)]).toEqual([...Buffer.from('PNG')]);
    expect(Buffer.from(pngOf(svg, 1)).equals(Buffer.from(png))).toBe(true);
  });
});

/** Stages that are not reached are drawn white too. */
const unreached = 11;

describe('lines of the figure', () => {
  it.each([
    'The quick brown fox '.repeat(9),
    'これは長い文章です。（括弧）、'.repeat(9),
    'x'.repeat(300),
  ])('fit their width: %s', (long) => {
    const lines = wrap(long, 20, 3);
    expect(lines).toHaveLength(3);
    expect(lines.at(-1)).toMatch(/…$/);
    for (const line of lines) {
      expect(textWidth(line)).toBeLessThanOrEqual(21);
      expect(line).not.toMatch(/^[、。）]/);
    }
  });

  it('a short text is left alone', () => expect(wrap('short', 20, 3)).toEqual(['short']));
});
