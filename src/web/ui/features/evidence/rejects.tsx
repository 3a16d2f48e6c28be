import { Paper, Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { api, ask } from '../../shared/api.js';
import { ErrorAlert } from '../../shared/components/problem-alert.js';
import { Loading } from '../../shared/components/states.js';
import { visibleText } from '../../shared/format.js';
import { useWords } from '../../shared/language.js';
import { evidenceWords } from './evidence-table.js';

/** What could not become an event: where it stands, why, and what stands there. */
export function Rejects({ files }: { readonly files: readonly { readonly evidenceId: number; readonly file: string }[] }): ReactNode {
  const t = useWords(evidenceWords);
  const rejects = useQuery({ queryKey: ['rejects'], queryFn: () => ask(api.rejects.$get({ query: {} })) });
  if (rejects.error !== null) return <ErrorAlert error={rejects.error} />;
  if (rejects.data === undefined) return <Loading label={t('loading')} rows={3} />;
  const name = new Map(files.map(({ evidenceId, file }) => [evidenceId, file]));
  return (
    <Paper>
      <Table>
        <Table.Thead><Table.Tr><Table.Th>{t('col.file')}</Table.Th><Table.Th ta="right">{t('col.line')}</Table.Th><Table.Th>{t('col.reason')}</Table.Th><Table.Th>{t('col.text')}</Table.Th></Table.Tr></Table.Thead>
        <Table.Tbody>
          {rejects.data.map((reject) => (
            <Table.Tr key={`${reject.evidenceId} ${reject.recordNo}`}>
              <Table.Td className="wrap">{visibleText(name.get(reject.evidenceId)?.split(/[/\\]/).at(-1) ?? '')}</Table.Td>
              <Table.Td ta="right">{reject.line ?? reject.recordNo}</Table.Td>
              <Table.Td className="wrap">{visibleText(reject.reason)}</Table.Td>
              <Table.Td maw={480}><Text className="mono" size="xs" lineClamp={3}>{visibleText(reject.text)}</Text></Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Paper>
  );
} // prettier-ignore
