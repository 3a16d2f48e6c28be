import { Button, List, Paper, Table, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Play } from '../../../api/practice-room.js';
import { useWords } from '../../shared/language.js';
import { practiceWords } from './practice-table.js';

/** The score at the end, by phase, and what to read again. */
export function ResultPaper({ result, onAgain }: { readonly result: NonNullable<Play['result']>; readonly onAgain: () => void }): ReactNode {
  const t = useWords(practiceWords);
  return (
    <Paper>
      <Title order={2}>{t('over')}</Title>
      <Text size="xl" fw={700} my="xs">{t('score')}: {t('points', { points: result.points, most: result.most })} ({result.percent ?? 0} %)</Text>
      <Table maw={480} mb="md">
        <Table.Thead><Table.Tr><Table.Th>{t('phase')}</Table.Th><Table.Th ta="right">{t('score')}</Table.Th></Table.Tr></Table.Thead>
        <Table.Tbody>{result.phases.filter(({ most }) => most > 0).map(({ phase, name, points, most }) => <Table.Tr key={phase}><Table.Td>{name}</Table.Td><Table.Td ta="right">{t('points', { points, most })}</Table.Td></Table.Tr>)}</Table.Tbody>
      </Table>
      <Title order={3} mb={4}>{t('readAgain')}</Title>
      {result.readAgain.length === 0 ? <Text size="sm">{t('allRight')}</Text> : <List size="sm">{result.readAgain.slice(0, 12).map(({ row, topic }) => <List.Item key={row}><Text span c="dimmed" size="xs">{row}</Text> {topic}</List.Item>)}</List>}
      <Button mt="md" variant="default" onClick={onAgain}>{t('again')}</Button>
    </Paper>
  );
} // prettier-ignore
