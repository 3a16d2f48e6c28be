import { Badge, Group, List, Paper, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Play } from '../../../api/practice-room.js';
import { CopiedCode } from '../../shared/components/copied-code.js';
import { useWords } from '../../shared/language.js';
import { practiceWords } from './practice-table.js';

const colours = { right: 'teal', partly: 'yellow', wrong: 'red', passed: 'gray' } as const;

/** What is said of the answer before: verdict, the right answer, and why. */
export function FeedbackPaper({ feedback }: { readonly feedback: NonNullable<Play['feedback']> }): ReactNode {
  const t = useWords(practiceWords);
  const { verdict, points, most, rightAnswer, choices, explanation, command, rows } = feedback;
  const wrong = choices.filter(({ why, right, picked }) => why !== null && !right && (picked || rightAnswer.length === 1));
  return (
    <Paper role="status" aria-label={t('previous')}>
      <Group gap="sm" mb={6}><Text size="xs" fw={600} c="dimmed">{t('previous')}</Text><Badge color={colours[verdict]}>{t(`verdict.${verdict}`)}</Badge><Text size="sm">{t('points', { points, most })}</Text></Group>
      <Text size="sm" fw={600}>{t('rightAnswer')}</Text>
      <List size="sm" type={rightAnswer.length > 1 ? 'ordered' : 'unordered'} mb={6}>{rightAnswer.map((text) => <List.Item key={text}>{text}</List.Item>)}</List>
      {wrong.map(({ text, why }) => <Text key={text} size="sm" c="dimmed" className="wrap">✗ {text}: {why}</Text>)}
      <Text size="sm" className="wrap" my={6}>{explanation}</Text>
      {command === null ? null : <CopiedCode title={t('see')} text={command} />}
      <Text size="xs" c="dimmed" mt={4}>{t('rows')}: {rows.join(', ')}</Text>
    </Paper>
  );
} // prettier-ignore
