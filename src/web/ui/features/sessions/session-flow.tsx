import { Badge, Group, Paper, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { api, ask } from '../../shared/api.js';
import { EventLink } from '../../shared/components/event-drawer.js';
import { Go } from '../../shared/components/go.js';
import { SeverityBadge } from '../../shared/components/marks.js';
import { ErrorAlert } from '../../shared/components/problem-alert.js';
import { Rows } from '../../shared/components/rows.js';
import { Loading, ViewTitle } from '../../shared/components/states.js';
import { timeText, visibleText } from '../../shared/format.js';
import { useWords } from '../../shared/language.js';
import { SessionCard } from './session-card.js';
import { sessionsWords } from './sessions-table.js';

const severities = ['critical', 'high', 'medium', 'low', 'informational'] as const;

/** One session in full: what the workshop's slide shows (W-3A). */
export function SessionFlow({ id }: { readonly id: string }): ReactNode {
  const t = useWords(sessionsWords);
  const query = useQuery({ queryKey: ['session', id], queryFn: () => ask(api.session.$get({ query: { id, limit: '20000' } })) });
  if (query.error !== null) return <ErrorAlert error={query.error} />;
  if (query.data === undefined) return <Loading label={t('loading')} rows={10} />;
  const { session, flow } = query.data;
  const axis = { from: Date.parse(session.first ?? ''), to: Date.parse(session.last ?? '') };
  return (
    <>
      <ViewTitle title={t('title')}><Go to="/sessions" search={{}}>{t('back')}</Go></ViewTitle>
      <SessionCard session={session} axis={axis} whole />
      <Paper mt="md">
        <Title order={2} mb={4}>{t('flow')}</Title>
        <Text size="xs" c="dimmed" mb="xs">{t('flowLead')}</Text>
        <Rows items={flow} label={t('flow')} keyOf={(_, at) => String(at)} row={({ row, strand, findings }) => {
          const cell = (name: string): string => visibleText(String(row[name] ?? ''));
          const worst = severities.find((one) => findings.some(({ severity }) => severity === one));
          return (
            <Group gap="sm" py={4} wrap="nowrap" align="flex-start">
              <Text size="xs" className="mono" w={150} style={{ flex: 'none' }}>{timeText(row['time'] === null || row['time'] === undefined ? null : String(row['time']))}</Text>
              <Badge size="xs" variant="default" w={74} style={{ flex: 'none' }}>{cell('session_link') || cell('link')}</Badge>
              <Text size="xs" c="dimmed" w={110} style={{ flex: 'none' }}>{cell('source')} · {strand}</Text>
              <Text size="sm" className="wrap" style={{ flex: 1 }}><b>{cell('operation')}</b> {[cell('object'), cell('subject'), cell('folder')].filter((part) => part !== '').join(' · ')}</Text>
              {worst === undefined || worst === 'informational' ? null : <SeverityBadge severity={worst} />}
              <Text size="xs" className="mono" w={140} style={{ flex: 'none' }}>{cell('ip')} {cell('country')}</Text>
              <EventLink id={String(row['event_id'] ?? '')} />
            </Group>
          );
        }} />
      </Paper>
    </>
  );
} // prettier-ignore
