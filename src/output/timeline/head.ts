import type { Incident } from '../../model/incident.js';
import { stages } from '../../model/stage.js';
import type { Language } from '../language/translate.js';
import { inLanguage, translator } from '../language/translate.js';
import { look, stageColours } from './look.js';
import { svgText, textWidth, wrap } from './svg-text.js';

export interface HeadOptions {
  readonly width: number;
  readonly time: (iso: string) => string;
  readonly zone: string;
  readonly practice: boolean;
  readonly grouped: boolean;
  /** Beside text that says what the incident is. */
  readonly page: boolean;
}

/** Title, what the incident is, and the stages in their order, each with when it was first seen. */
export function headOf(
  incident: Incident,
  language: Language,
  { width, time, zone, practice, grouped, page }: HeadOptions,
): { readonly svg: string; readonly height: number } {
  const say = translator(language);
  const inner = width - 2 * look.margin;
  const parts: string[] = [];
  let y = look.margin;
  const line = (text: string, size: number, fill: string = look.ink, bold = false): void => {
    y += size * look.leading;
    parts.push(
      `<text x="${look.margin}" y="${Math.round(y - size * 0.4)}" font-size="${size}" fill="${fill}"${bold ? ' font-weight="700"' : ''}>${svgText(text)}</text>`,
    );
  };
  line(say('timeline.title', { id: incident.id }), 20, look.ink, true);
  for (const text of page ? [] : wrap(inLanguage(incident.said, language), inner / look.heading, 3))
    line(text, look.heading);
  const { from, to } = incident.window;
  const events = new Set(incident.timeline.flatMap((entry) => entry.events)).size;
  const facts = [
    say('timeline.window', { from: time(from), to: time(to) }),
    say('timeline.times', { zone }),
    say('timeline.shape', { entries: incident.timeline.length, events }),
    ...(grouped && !page ? [say('timeline.grouped')] : []),
  ];
  line(wrap(facts.join(' · '), inner / look.body, 1)[0] ?? '', look.body, look.faint);
  if (practice) line(say('common.practice'), look.body, '#b3203a', true);

  y += 10;
  const reached = new Map(incident.stages.map(({ stage, first }) => [stage, first]));
  const step = inner / stages.length;
  const tall = 30;
  stages.forEach((stage, at) => {
    const x = look.margin + at * step;
    const first = reached.get(stage);
    const colour = stageColours[stage];
    const end = x + step - 4;
    const notch = 8;
    const path = `M${r(x)} ${y}H${r(end - notch)}L${r(end)} ${y + tall / 2}L${r(end - notch)} ${y + tall}H${r(x)}${at === 0 ? '' : `L${r(x + notch)} ${y + tall / 2}`}Z`;
    const title = say(`timeline.stage.${stage}`);
    const size = Math.min(look.body, (step - 24) / textWidth(title, true));
    parts.push(
      `<path d="${path}" fill="${first === undefined ? '#ffffff' : colour}" stroke="${first === undefined ? '#c5ced6' : colour}"/>`,
      `<text x="${r(x + step / 2)}" y="${y + tall / 2 + 4}" font-size="${r(size)}" font-weight="700" text-anchor="middle" fill="${first === undefined ? '#8493a0' : '#ffffff'}">${svgText(title)}</text>`,
    );
    if (first !== undefined)
      parts.push(
        `<text x="${r(x + step / 2)}" y="${y + tall + 14}" font-size="${look.small}" text-anchor="middle" fill="${look.faint}">${svgText(time(first).slice(step < 90 ? 11 : 5, 19))}</text>`,
      );
  });
  return { svg: parts.join('\n'), height: Math.round(y + tall + 22) };
}

const r = (value: number): number => Math.round(value * 10) / 10;
