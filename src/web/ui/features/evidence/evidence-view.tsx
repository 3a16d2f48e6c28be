import { Alert, Code, Paper, Table, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { api, ask } from '../../shared/api.js';
import { ErrorAlert } from '../../shared/components/problem-alert.js';
import { Loading, Nothing, ViewTitle } from '../../shared/components/states.js';
import { bytesText, countText, spanText, timeText, visibleText } from '../../shared/format.js';
import { useLanguage, useWords } from '../../shared/language.js';
import { incidentIn, useDocument, useStatus } from '../../shared/queries.js';
import { CoverageChart } from './coverage-chart.js';
import { DropZone } from './drop-zone.js';
import { evidenceWords } from './evidence-table.js';
import { Rejects } from './rejects.js';
import { useAdding } from './use-adding.js';

/** The files, what became of their records, and the time each log covers. */
export function EvidenceView(): ReactNode {
  const t = useWords(evidenceWords);
  const [language] = useLanguage();
  const [list, add] = useAdding();
  const status = useStatus();
  const evidence = useQuery({ queryKey: ['evidence'], queryFn: () => ask(api.evidence.$get()) });
  const incident = incidentIn(useDocument().data, undefined);
  const files = evidence.data?.files ?? [];
  const sum = (of: (file: (typeof files)[number]) => number): string => countText(files.reduce((total, file) => total + of(file), 0), language);
  const count = (n: number): string => countText(n, language);
  return (
    <>
      <ViewTitle title={t('title')}>{t('lead')}</ViewTitle>
      <DropZone list={list} add={add} />
      {evidence.error === null ? null : <ErrorAlert error={evidence.error} />}
      {evidence.isPending ? <Loading label={t('loading')} /> : files.length === 0 ? (
        <Nothing title={t('none')}>{t('big')} <Code>konseki add {visibleText(status.data?.dir ?? 'CASE')} exports/</Code></Nothing>
      ) : (
        <>
          <CoverageChart coverage={evidence.data?.coverage ?? []} window={incident?.window} />
          <Paper mb="md">
            <Text fw={600} mb="xs">{t('sum', { records: sum((file) => file.records), events: sum((file) => file.events), duplicates: sum((file) => file.duplicates), rejects: sum((file) => file.rejects) })}</Text>
            <Table.ScrollContainer minWidth={900}>
              <Table>
                <Table.Thead>
                  <Table.Tr>
                    <Table.Th>{t('col.file')}</Table.Th><Table.Th>{t('col.format')}</Table.Th>
                    <Table.Th ta="right">{t('col.records')}</Table.Th><Table.Th ta="right">{t('col.events')}</Table.Th>
                    <Table.Th ta="right">{t('col.duplicates')}</Table.Th><Table.Th ta="right">{t('col.rejects')}</Table.Th>
                    <Table.Th>{t('col.span')}</Table.Th><Table.Th>{t('col.added')}</Table.Th>
                  </Table.Tr>
                </Table.Thead>
                <Table.Tbody>
                  {files.map((file) => (
                    <Table.Tr key={file.evidenceId}>
                      <Table.Td maw={340}>
                        <Text size="sm" className="wrap" title={visibleText(file.file)}>{visibleText(file.file.split(/[/\\]/).at(-1) ?? '')}</Text>
                        <Text size="xs" c="dimmed" className="mono">{t('sha')} {file.sha256}</Text>
                        <Text size="xs" c="dimmed">{bytesText(file.bytes)}, {file.encoding}</Text>
                      </Table.Td>
                      <Table.Td>{file.formats.join(' + ')}</Table.Td>
                      <Table.Td ta="right">{count(file.records)}</Table.Td>
                      <Table.Td ta="right">{count(file.events)}</Table.Td>
                      <Table.Td ta="right">{count(file.duplicates)}</Table.Td>
                      <Table.Td ta="right" {...(file.rejects > 0 ? { c: 'red', fw: 600 } : {})}>{count(file.rejects)}</Table.Td>
                      <Table.Td style={{ whiteSpace: 'nowrap' }}>{spanText(file.first, file.last)}</Table.Td>
                      <Table.Td>{timeText(file.addedAt)} {visibleText(file.addedBy)}</Table.Td>
                    </Table.Tr>
                  ))}
                </Table.Tbody>
              </Table>
            </Table.ScrollContainer>
          </Paper>
          {files.some(({ warnings }) => warnings.length > 0) ? (
            <Alert color="yellow" title={t('warnings')} mb="md">
              {files.flatMap((file) => file.warnings.map((warning) => <Text key={`${file.evidenceId} ${warning.code}`} size="sm" className="wrap">{visibleText(`${file.file.split(/[/\\]/).at(-1) ?? ''}: ${warning.message}`)}</Text>))}
            </Alert>
          ) : null}
          {files.some(({ rejects }) => rejects > 0) ? <><Title order={2} mb="xs">{t('rejectsTitle')}</Title><Rejects files={files} /></> : null}
        </>
      )}
    </>
  );
} // prettier-ignore
