import { Group, List, Paper, Stack, Table, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { api, ask } from '../../shared/api.js';
import { EventLinks } from '../../shared/components/event-drawer.js';
import { Go } from '../../shared/components/go.js';
import { MarkButton } from '../../shared/components/mark-form.js';
import { SeverityBadge } from '../../shared/components/marks.js';
import { ErrorAlert } from '../../shared/components/problem-alert.js';
import { Loading, ViewTitle } from '../../shared/components/states.js';
import { shortId, spanText, visibleText } from '../../shared/format.js';
import { useSaid, useWords } from '../../shared/language.js';
import { findingsWords } from './findings-table.js';

/** One finding down to its events. */
export function FindingView({ id }: { readonly id: string }): ReactNode {
  const t = useWords(findingsWords);
  const said = useSaid();
  const query = useQuery({ queryKey: ['finding', id], queryFn: () => ask(api.finding.$get({ query: { id } })) });
  if (query.error !== null) return <ErrorAlert error={query.error} />;
  if (query.data === undefined) return <Loading label={t('loading')} />;
  const { finding, events } = query.data;
  const lists = [
    ['users', finding.users],
    ['targets', finding.targets],
    ['ips', finding.ips],
    ['techniques', finding.techniques],
    ['rows', finding.rows],
  ] as const;
  return (
    <>
      <ViewTitle title={visibleText(said(finding.title))}><Go to="/findings" search={{}}>{t('back')}</Go></ViewTitle>
      <Stack gap="md">
        <Paper>
          <Group justify="space-between" mb="xs"><SeverityBadge severity={finding.severity} /><MarkButton what={`finding:${finding.id}`} name={said(finding.title)} choices={['expected', 'none']} /></Group>
          <Text className="wrap" mb="xs">{visibleText(said(finding.said))}</Text>
          <Table highlightOnHover={false}>
            <Table.Tbody>
              <Table.Tr><Table.Th w={150}>{t('when')}</Table.Th><Table.Td>{spanText(finding.first, finding.last)}</Table.Td></Table.Tr>
              {lists.map(([name, values]) => values.length === 0 ? null : <Table.Tr key={name}><Table.Th>{t(name)}</Table.Th><Table.Td className="wrap">{visibleText(values.slice(0, 100).join(', '))}</Table.Td></Table.Tr>)}
              {finding.sessions.length === 0 ? null : <Table.Tr><Table.Th>{t('sessions')}</Table.Th><Table.Td><Group gap="xs">{finding.sessions.slice(0, 50).map((session) => <Go key={session} to="/sessions" search={{ id: session }} className="mono" size="xs">{shortId(session)}</Go>)}</Group></Table.Td></Table.Tr>}
              <Table.Tr><Table.Th>{t('rule')}</Table.Th><Table.Td className="mono wrap">{visibleText(finding.rule)}</Table.Td></Table.Tr>
              {finding.raised === null ? null : <Table.Tr><Table.Th>{t('raised')}</Table.Th><Table.Td className="wrap">{visibleText(said(finding.raised))}</Table.Td></Table.Tr>}
            </Table.Tbody>
          </Table>
        </Paper>
        <Paper><Title order={2} mb={4}>{t('events', { count: finding.eventCount })}</Title><EventLinks ids={events} most={60} /><Go to="/events" search={{ finding: finding.id }} size="sm">{t('asEvents')}</Go></Paper>
        <Said title={t('check')} list={finding.check.map(said)} />
        <Said title={t('falsePositives')} list={finding.falsePositives.map(said)} />
        <Paper><Title order={2} mb={4}>{t('about')}</Title><Text size="sm" className="wrap">{visibleText(finding.description)}</Text></Paper>
      </Stack>
    </>
  );
} // prettier-ignore

function Said({ title, list }: { readonly title: string; readonly list: readonly string[] }): ReactNode {
  return list.length === 0 ? null : <Paper><Title order={2} mb={4}>{title}</Title><List size="sm">{list.map((text, at) => <List.Item key={at}>{visibleText(text)}</List.Item>)}</List></Paper>;
} // prettier-ignore
