import { Badge, Button, Group, Paper, SegmentedControl, Text } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useState } from 'react';
import type { Incident } from '../../../../model/incident.js';
import { EventLinks } from '../../shared/components/event-drawer.js';
import { Go } from '../../shared/components/go.js';
import { ErrorAlert } from '../../shared/components/problem-alert.js';
import { Rows } from '../../shared/components/rows.js';
import { Loading, Nothing, ViewTitle } from '../../shared/components/states.js';
import { shortId, spanText, timeText, visibleText } from '../../shared/format.js';
import { useSaid, useWords } from '../../shared/language.js';
import { incidentIn, useDocument } from '../../shared/queries.js';
import { useBrush } from '../../shared/use-brush.js';
import { timelineWords } from './timeline-table.js';

type Entry = Incident['timeline'][number];
const lanesBy = ['lane', 'user', 'session', 'stage', 'source'] as const;
type By = (typeof lanesBy)[number];
const high = 34;
const colours = { user: 'teal', microsoft: 'blue', attacker: 'red' } as const;

/** What happened, in order: from the whole incident down to seconds. */
export function TimelineView(): ReactNode {
  const t = useWords(timelineWords);
  const { incident: chosen } = useSearch({ strict: false });
  const query = useDocument();
  const incident = incidentIn(query.data, chosen);
  if (query.error !== null) return <ErrorAlert error={query.error} />;
  if (query.data === undefined || query.data === null) return <Loading label={t('loading')} />;
  return <><ViewTitle title={t('title')}>{t('lead')}</ViewTitle>{incident === undefined || incident.timeline.length === 0 ? <Nothing title={t('none')} /> : <Drawn entries={incident.timeline} />}</>;
} // prettier-ignore

function Drawn({ entries }: { readonly entries: readonly Entry[] }): ReactNode {
  const t = useWords(timelineWords);
  const said = useSaid();
  const navigate = useNavigate();
  const search = useSearch({ strict: false });
  const [pinned, setPinned] = useState<Entry>();
  const by = lanesBy.find((one) => one === search.by) ?? 'lane';
  const times = entries.flatMap(({ at, until }) => [Date.parse(at), Date.parse(until)]);
  const margin = Math.max(1000, (Math.max(...times) - Math.min(...times)) * 0.02);
  const all = [Math.min(...times) - margin, Math.max(...times) + margin] as const;
  const from = Date.parse(search.since ?? '') || all[0];
  const to = Math.max(Date.parse(search.until ?? '') || all[1], from + 1000);
  const go = (next: { readonly from?: number; readonly to?: number; readonly by?: By }): void => {
    const [a, b] = [next.from ?? from, next.to ?? to];
    const zoomed = a > all[0] || b < all[1];
    void navigate({ to: '/timeline', search: { by: next.by ?? by, ...(zoomed ? { since: new Date(a).toISOString(), until: new Date(Math.max(b, a + 1000)).toISOString() } : {}) } });
  };
  const brush = useBrush((a, b) => go({ from: from + a * (to - from), to: from + b * (to - from) }));
  const laneOf = (entry: Entry): string => entry[by] ?? t('other');
  const lanes = [...new Set(entries.map(laneOf))];
  const name = (lane: string): string => by === 'lane' ? t(`lane.${lane as 'user'}`) : by === 'session' ? shortId(lane) : visibleText(lane);
  const shown = entries.filter(({ at, until }) => Date.parse(until) >= from && Date.parse(at) <= to);
  const x = (iso: string): number => ((Date.parse(iso) - from) / (to - from)) * 100;
  const wide = to - from;
  return (
    <>
      <Group mb="sm" className="no-print">
        <SegmentedControl size="xs" aria-label={t('lanes')} value={by} onChange={(value) => go({ by: value })} data={lanesBy.map((value) => ({ value, label: t(`by.${value}`) }))} />
        <Button.Group>
          <Button size="compact-sm" variant="default" onClick={() => go({ from: from - wide * 0.4, to: to - wide * 0.4 })}>{t('earlier')}</Button>
          <Button size="compact-sm" variant="default" onClick={() => go({ from: from + wide * 0.25, to: to - wide * 0.25 })}>{t('in')}</Button>
          <Button size="compact-sm" variant="default" onClick={() => go({ from: from - wide * 0.5, to: to + wide * 0.5 })}>{t('out')}</Button>
          <Button size="compact-sm" variant="default" onClick={() => go({ from: from + wide * 0.4, to: to + wide * 0.4 })}>{t('later')}</Button>
          <Button size="compact-sm" variant="default" onClick={() => go({ from: all[0], to: all[1] })}>{t('whole')}</Button>
        </Button.Group>
        <Go to="/events" search={{ since: new Date(from).toISOString(), until: new Date(to).toISOString() }} size="sm">{t('events')}</Go>
      </Group>
      <Paper mb="md">
        <div style={{ display: 'flex', maxHeight: '42vh', overflow: 'auto' }}>
          <div style={{ width: 190, flex: 'none' }}>{lanes.map((lane) => <Text key={lane} size="xs" truncate title={visibleText(lane)} style={{ height: high, lineHeight: `${high}px` }}>{name(lane)}</Text>)}</div>
          <svg width="100%" height={lanes.length * high + 20} role="img" aria-label={t('picture')} style={{ flex: 1, cursor: 'crosshair', touchAction: 'none' }} {...brush.handlers}>
            {lanes.map((lane, at) => <rect key={lane} y={at * high} width="100%" height={high - 2} fill={at % 2 === 0 ? 'var(--mantine-color-default-hover)' : 'transparent'} />)}
            {shown.map((entry, at) => {
              const y = lanes.indexOf(laneOf(entry)) * high + high / 2;
              const fill = `var(--mantine-color-${colours[entry.lane]}-6)`;
              return (
                <g key={at} onClick={() => setPinned(entry)} style={{ cursor: 'pointer' }}>
                  <title>{`${spanText(entry.at, entry.until)}  ${visibleText(said(entry.said))}`}</title>
                  {entry.at === entry.until ? null : <line x1={`${Math.max(0, x(entry.at))}%`} x2={`${Math.min(100, x(entry.until))}%`} y1={y} y2={y} stroke={fill} strokeWidth={3} opacity={0.5} />}
                  <circle cx={`${Math.max(0, x(entry.at))}%`} cy={y} r={entry === pinned ? 8 : 5.5} fill={fill} stroke="var(--mantine-color-body)" />
                </g>
              );
            })}
            {brush.span === null ? null : <rect x={`${Math.min(...brush.span) * 100}%`} width={`${Math.abs(brush.span[1] - brush.span[0]) * 100}%`} height="100%" fill="var(--mantine-color-konseki-5)" opacity={0.3} pointerEvents="none" />}
            {[0, 0.25, 0.5, 0.75].map((part) => <text key={part} x={`${part * 100}%`} y={lanes.length * high + 14} fontSize={11} fill="var(--mantine-color-dimmed)">{timeText(new Date(from + part * wide).toISOString())}</text>)}
          </svg>
        </div>
      </Paper>
      {pinned === undefined ? null : <Paper mb="md" aria-live="polite"><Line entry={pinned} whole /></Paper>}
      <Paper><Text size="xs" c="dimmed" mb={4}>{t('list', { count: shown.length })}</Text><Rows items={shown} label={t('title')} height="50vh" keyOf={(_, at) => String(at)} row={(entry) => <Line entry={entry} />} /></Paper>
    </>
  );
} // prettier-ignore

function Line({ entry, whole = false }: { readonly entry: Entry; readonly whole?: boolean }): ReactNode {
  const t = useWords(timelineWords);
  const said = useSaid();
  return (
    <Group gap="sm" py={4} wrap="nowrap" align="flex-start">
      <Text size="xs" className="mono" w={250} style={{ flex: 'none' }}>{spanText(entry.at, entry.until)}</Text>
      <Badge size="sm" variant="light" color={colours[entry.lane]} w={118} style={{ flex: 'none' }}>{t(`lane.${entry.lane}`)}</Badge>
      <Text size="sm" className="wrap" style={{ flex: 1 }}>{entry.note ? <Badge size="xs" mr={4}>{t('note')}</Badge> : null}{visibleText(said(entry.said))} <Text span size="xs" c="dimmed">{entry.count > 1 ? t('count', { count: entry.count }) : ''}</Text></Text>
      {entry.session === null ? null : <Go to="/sessions" search={{ id: entry.session }} className="mono" size="xs">{shortId(entry.session)}</Go>}
      {entry.finding === null ? null : <Go to="/findings" search={{ id: entry.finding }} className="mono" size="xs">{shortId(entry.finding)}</Go>}
      <EventLinks ids={entry.events} most={whole ? 40 : 2} />
    </Group>
  );
} // prettier-ignore
