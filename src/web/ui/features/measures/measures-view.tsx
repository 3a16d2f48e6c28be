import { Badge, Image, Paper, Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { api, ask } from '../../shared/api.js';
import { EventLinks } from '../../shared/components/event-drawer.js';
import { ErrorAlert } from '../../shared/components/problem-alert.js';
import { Loading, Nothing, ViewTitle } from '../../shared/components/states.js';
import { timeText, visibleText } from '../../shared/format.js';
import { useLanguage, useSaid, useWords } from '../../shared/language.js';
import { measuresWords } from './measures-table.js';

const colours = { prevent: 'teal', contain: 'yellow', detect: 'blue' } as const;

/** The measures held against the incident (W-70 … W-7E). */
export function MeasuresView(): ReactNode {
  const t = useWords(measuresWords);
  const said = useSaid();
  const [language] = useLanguage();
  const query = useQuery({ queryKey: ['measures'], queryFn: () => ask(api.measures.$get({ query: {} })) });
  if (query.error !== null) return <ErrorAlert error={query.error} />;
  if (query.data === undefined) return <Loading label={t('loading')} />;
  const { measures } = query.data;
  if (measures.length === 0) return <><ViewTitle title={t('title')}>{t('lead')}</ViewTitle><Nothing title={t('none')} /></>;
  return (
    <>
      <ViewTitle title={t('title')}>{t('lead')}</ViewTitle>
      <Paper mb="md"><Image src={`/api/figures/measures.svg?lang=${language}`} alt={t('figure')} bg="white" radius="sm" /></Paper>
      <Paper>
        <Table.ScrollContainer minWidth={800}>
          <Table verticalSpacing={6}>
            <Table.Thead><Table.Tr><Table.Th>{t('col.measure')}</Table.Th><Table.Th>{t('col.effect')}</Table.Th><Table.Th>{t('col.why')}</Table.Th><Table.Th>{t('col.licence')}</Table.Th></Table.Tr></Table.Thead>
            <Table.Tbody>
              {measures.map(({ measure, effects, without }) => (
                <Table.Tr key={measure.id} style={{ verticalAlign: 'top' }}>
                  <Table.Td maw={260}><Text size="sm" fw={600}>{measure.id} <Badge size="xs" color={colours[measure.kind]} variant="light">{t(`kind.${measure.kind}`)}</Badge></Text><Text size="sm">{said(measure.title)}</Text><Text size="xs" c="dimmed">{t('policy', { id: measure.id })}</Text></Table.Td>
                  <Table.Td>{without === null ? effects.map((effect, at) => <Text key={at} size="sm"><span className="mono">{timeText(effect.at)}</span><br />{t(`does.${effect.does}`)}{effect.how === 'partly' ? ` (${t('partly')})` : ''}</Text>) : <Text size="sm" c="dimmed">{t('without')}</Text>}</Table.Td>
                  <Table.Td maw={480}>{without === null ? effects.map((effect, at) => <div key={at}><Text size="sm" className="wrap">{visibleText(said(effect.because))}</Text><EventLinks ids={effect.events} most={3} /></div>) : <Text size="sm" className="wrap" c="dimmed">{visibleText(said(without))}</Text>}{measure.today === undefined ? null : <Text size="xs" c="dimmed">{said(measure.today)}</Text>}</Table.Td>
                  <Table.Td><Text size="sm">{said(measure.licence)}</Text></Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      </Paper>
    </>
  );
} // prettier-ignore
