import { Paper, Text, Title } from '@mantine/core';
import type { InferResponseType } from 'hono/client';
import type { ReactNode } from 'react';
import type { api } from '../../shared/api.js';
import { countText, dayText, spanText, timeText } from '../../shared/format.js';
import { useLanguage, useWords } from '../../shared/language.js';
import { evidenceWords } from './evidence-table.js';

type Coverage = InferResponseType<typeof api.evidence.$get, 200>['coverage'];

const left = 150;
const right = 130;
const height = 26;
const day = 86_400_000;

/** Each log's time as a bar, over one axis with the incident's window and the shortest retention before its end. */
export function CoverageChart({ coverage, window }: { readonly coverage: Coverage; readonly window: { readonly from: string; readonly to: string } | undefined }): ReactNode {
  const t = useWords(evidenceWords);
  const [language] = useLanguage();
  const dated = coverage.flatMap((log) => (log.first === null || log.last === null ? [] : [{ ...log, from: Date.parse(log.first), to: Date.parse(log.last) }]));
  if (dated.length === 0) return null;
  const from = Math.min(...dated.map((log) => log.from));
  const to = Math.max(...dated.map((log) => log.to), from + 1);
  const width = 1000;
  const x = (at: number): number => left + ((at - from) / (to - from)) * (width - left - right);
  const tall = dated.length * height + 26;
  const edge = window === undefined ? undefined : Date.parse(window.to) - 7 * day;
  return (
    <Paper mb="md">
      <Title order={2}>{t('coverage')}</Title>
      <Text size="xs" c="dimmed" mb="xs">{t('coverageLead')}</Text>
      <svg viewBox={`0 0 ${width} ${tall}`} role="img" aria-label={t('coverage')} width="100%" style={{ fontSize: 12 }}>
        {window === undefined ? null : (
          <rect x={x(Date.parse(window.from))} width={Math.max(2, x(Date.parse(window.to)) - x(Date.parse(window.from)))} y={0} height={tall - 22} fill="var(--mantine-color-red-light)">
            <title>{spanText(window.from, window.to)}</title>
          </rect>
        )}
        {edge === undefined || edge < from ? null : <line x1={x(edge)} x2={x(edge)} y1={0} y2={tall - 22} stroke="var(--mantine-color-dimmed)" strokeDasharray="4 3" />}
        {dated.map((log, row) => (
          <g key={log.source} transform={`translate(0 ${row * height})`}>
            <text x={0} y={16} fill="currentColor">{t(`source.${log.source as 'ual'}`)}</text>
            <rect x={x(log.from)} y={5} width={Math.max(3, x(log.to) - x(log.from))} height={14} rx={2} fill="var(--mantine-color-konseki-5)">
              <title>{spanText(log.first, log.last)}</title>
            </rect>
            <text x={width - right + 8} y={16} fill="currentColor">{countText(log.events, language)} {t('col.events').toLowerCase()}</text>
          </g>
        ))}
        <text x={left} y={tall - 6} fill="var(--mantine-color-dimmed)">{timeText(new Date(from).toISOString())}</text>
        <text x={width - right} y={tall - 6} textAnchor="end" fill="var(--mantine-color-dimmed)">{dayText(new Date(to).toISOString())}</text>
      </svg>
    </Paper>
  );
} // prettier-ignore
