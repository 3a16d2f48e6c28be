import {
  ActionIcon,
  Alert,
  Button,
  Checkbox,
  Group,
  Paper,
  Radio,
  Stack,
  Text,
  TextInput,
  Title,
} from '@mantine/core';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useState } from 'react';
import type { Move, Play } from '../../../api/practice-room.js';
import { useWords } from '../../shared/language.js';
import { practiceWords } from './practice-table.js';

type Question = NonNullable<Play['question']>;

export interface QuestionProps {
  readonly question: Question;
  readonly busy: boolean;
  readonly onMove: (
    move: { kind: 'answer'; input: string | string[] } | Exclude<Move, { readonly kind: 'answer' }>,
  ) => void;
}

/** One question with its choices, its hints, and what can be done. */
export function QuestionPaper({ question, busy, onMove }: QuestionProps): ReactNode {
  const t = useWords(practiceWords);
  const { kind, number, of, prompt, choices, hints, nextHintCosts, worth, rows } = question;
  const [text, setText] = useState('');
  const [ids, setIds] = useState<string[]>(() => (kind === 'order' ? choices.map(({ id }) => id) : []));
  const send = (): void => onMove({ kind: 'answer', input: kind === 'free' ? text : ids });
  return (
    <Paper component="form" onSubmit={(event) => { event.preventDefault(); send(); }}>
      <Text size="xs" c="dimmed">{t('question', { number, of })} · {t('worth', { points: worth })} · {rows.join(', ')}</Text>
      <Title order={2} my={6} className="wrap">{prompt}</Title>
      <Answer question={question} ids={ids} setIds={setIds} text={text} setText={setText} />
      {hints.map((hint) => <Alert key={hint} color="yellow" mt="xs">{hint}</Alert>)}
      <Group mt="md">
        <Button type="submit" loading={busy}>{t('answer')}</Button>
        {nextHintCosts === null ? null : <Button variant="default" disabled={busy} onClick={() => onMove({ kind: 'hint' })}>{t('hint', { points: nextHintCosts })}</Button>}
        <Button variant="subtle" disabled={busy} onClick={() => onMove({ kind: 'pass' })}>{t('pass')}</Button>
      </Group>
    </Paper>
  );
} // prettier-ignore

interface AnswerProps {
  readonly question: Question;
  readonly ids: string[];
  readonly setIds: (ids: string[]) => void;
  readonly text: string;
  readonly setText: (text: string) => void;
}

function Answer({ question: { kind, choices }, ids, setIds, text, setText }: AnswerProps): ReactNode {
  const t = useWords(practiceWords);
  switch (kind) {
    case 'free':
      return <TextInput label={t('free')} value={text} onChange={(event) => setText(event.currentTarget.value)} maxLength={2000} maw={480} />;
    case 'choice':
      return <Radio.Group label={t('choice')} value={ids[0] ?? ''} onChange={(id) => setIds([id])}><Stack gap={8} mt={6}>{choices.map(({ id, text: said }) => <Radio key={id} value={id} label={said} />)}</Stack></Radio.Group>;
    case 'multi':
      return <Checkbox.Group label={t('multi')} value={ids} onChange={setIds}><Stack gap={8} mt={6}>{choices.map(({ id, text: said }) => <Checkbox key={id} value={id} label={said} />)}</Stack></Checkbox.Group>;
    case 'order':
      return <Order choices={choices} ids={ids} setIds={setIds} />;
  }
} // prettier-ignore

function Order({ choices, ids, setIds }: Pick<AnswerProps, 'ids' | 'setIds'> & Pick<Question, 'choices'>): ReactNode {
  const t = useWords(practiceWords);
  const swap = (at: number, other: number): void => {
    const next = [...ids];
    [next[at], next[other]] = [next[other] ?? '', next[at] ?? ''];
    setIds(next);
  };
  return (
    <div role="group" aria-label={t('order')}>
      <Text size="sm" fw={500} mb={4}>{t('order')}</Text>
      {ids.map((id, at) => {
        const what = choices.find((one) => one.id === id)?.text ?? '';
        return (
          <Group key={id} gap="xs" mb={4} wrap="nowrap">
            <ActionIcon size="sm" variant="default" disabled={at === 0} aria-label={t('up', { what })} onClick={() => swap(at, at - 1)}><IconArrowUp size={14} /></ActionIcon>
            <ActionIcon size="sm" variant="default" disabled={at === ids.length - 1} aria-label={t('down', { what })} onClick={() => swap(at, at + 1)}><IconArrowDown size={14} /></ActionIcon>
            <Text size="sm">{at + 1}. {what}</Text>
          </Group>
        );
      })}
    </div>
  );
} // prettier-ignore
