import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { api, ask } from '../../shared/api.js';
import { countText, timeText } from '../../shared/format.js';
import { useLanguage, useWords } from '../../shared/language.js';
import { useBrush } from '../../shared/use-brush.js';
import type { Question } from './address.js';
import { eventsWords } from './events-table.js';

const colours = ['blue', 'red', 'teal', 'orange', 'grape', 'cyan', 'lime', 'pink'] as const;
const tall = 90;

/** How many events there are over time, by log; a span that is dragged becomes the filter. */
export function Histogram({ question, onSpan }: { readonly question: Question; readonly onSpan: (since: string, until: string) => void }): ReactNode {
  const t = useWords(eventsWords);
  const [language] = useLanguage();
  const query = useQuery({ queryKey: ['histogram', question], queryFn: () => ask(api.events.histogram.$get({ query: { ...question, bars: '120' } })), placeholderData: (before) => before });
  const bars = query.data?.bars ?? [];
  const width = (query.data?.width ?? 1) * 1000;
  const times = bars.map(({ from }) => Date.parse(from));
  const first = Math.min(...times);
  const last = Math.max(...times) + width;
  const iso = (fraction: number): string => new Date(first + fraction * (last - first)).toISOString();
  const brush = useBrush((from, to) => onSpan(iso(from), iso(to)));
  if (bars.length === 0) return null;
  const logs = [...new Set(bars.map(({ source }) => source))].sort();
  const totals = new Map<string, number>();
  for (const { from, events } of bars) totals.set(from, (totals.get(from) ?? 0) + events);
  const most = Math.max(...totals.values());
  const stacked = new Map<string, number>();
  return (
    <div>
      <svg viewBox={`0 0 1000 ${tall}`} width="100%" height={tall} preserveAspectRatio="none" role="img" aria-label={t('histogram')} style={{ cursor: 'crosshair', touchAction: 'none' }} {...brush.handlers}>
        <rect width={1000} height={tall} fill="var(--mantine-color-default-hover)" />
        {bars.map(({ from, source, events }) => {
          const below = stacked.get(from) ?? 0;
          stacked.set(from, below + events);
          const high = (events / most) * (tall - 4);
          return (
            <rect key={`${from} ${source}`} x={((Date.parse(from) - first) / (last - first)) * 1000} width={Math.max(1.5, (width / (last - first)) * 1000 - 0.6)} y={tall - (below / most) * (tall - 4) - Math.max(1, high)} height={Math.max(1, high)} fill={`var(--mantine-color-${colours[logs.indexOf(source) % colours.length] ?? 'blue'}-6)`}>
              <title>{`${timeText(from)}  ${t(`log.${source as 'ual'}`)}: ${countText(events, language)}`}</title>
            </rect>
          );
        })}
        {brush.span === null ? null : <rect x={Math.min(...brush.span) * 1000} width={Math.abs(brush.span[1] - brush.span[0]) * 1000} height={tall} fill="var(--mantine-color-konseki-5)" opacity={0.35} />}
      </svg>
      <Text size="xs" c="dimmed" component="div" style={{ display: 'flex', justifyContent: 'space-between' }}>
        <span>{timeText(iso(0))}</span>
        <span>{logs.map((log, at) => <span key={log} style={{ marginInline: 6 }}><span aria-hidden style={{ color: `var(--mantine-color-${colours[at % colours.length] ?? 'blue'}-6)` }}>■</span> {t(`log.${log as 'ual'}`)}</span>)}</span>
        <span>{timeText(iso(1))}</span>
      </Text>
    </div>
  );
} // prettier-ignore
