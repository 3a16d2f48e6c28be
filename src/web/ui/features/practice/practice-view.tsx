import {
  Alert,
  Button,
  Group,
  NumberInput,
  Paper,
  Progress,
  Radio,
  Stack,
  Text,
  Title,
} from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { InferResponseType } from 'hono/client';
import type { ReactNode } from 'react';
import { useState } from 'react';
import { api, ask } from '../../shared/api.js';
import { CopiedCode } from '../../shared/components/copied-code.js';
import { ErrorAlert } from '../../shared/components/problem-alert.js';
import { Loading, Nothing, ViewTitle } from '../../shared/components/states.js';
import { useLanguage, useSaid, useWords } from '../../shared/language.js';
import { FeedbackPaper } from './feedback.js';
import { practiceWords } from './practice-table.js';
import { QuestionPaper } from './question.js';
import { ResultPaper } from './result.js';

type Practice = InferResponseType<typeof api.practice.$get, 200>;
type Move = Parameters<typeof api.practice.$post>[0]['json'];

/** The exercise, step by step (W-83). */
export function PracticeView(): ReactNode {
  const t = useWords(practiceWords);
  const [language] = useLanguage();
  const client = useQueryClient();
  const query = useQuery({ queryKey: ['practice', language], queryFn: () => ask(api.practice.$get({ query: { lang: language } })), placeholderData: (before) => before });
  const moving = useMutation({
    mutationFn: (json: Move) => ask(api.practice.$post({ query: { lang: language }, json })),
    onSuccess: () => client.invalidateQueries({ queryKey: ['practice'] }),
  });
  if (query.error !== null) return <ErrorAlert error={query.error} />;
  if (query.data === undefined) return <Loading label={t('loading')} />;
  const { play, scenarios } = query.data;
  const { opening, question, feedback, result } = play;
  return (
    <>
      <ViewTitle title={t('title')}>{t('lead')}</ViewTitle>
      {moving.error === null ? null : <ErrorAlert error={moving.error} />}
      {play.state === 'choose' ? <Choose scenarios={scenarios} /> : null}
      {play.state === 'other' ? <><Nothing title={t('other')}>{t('otherHint')}</Nothing><CopiedCode title={t('command')} text="konseki serve practice.case" /></> : null}
      <Stack gap="md" maw={900}>
        {opening === null ? null : (
          <Paper>
            <Text size="sm">{opening.role}</Text>
            <Text size="xs" c="dimmed" mb="xs">{opening.company.join(' · ')}</Text>
            <Title order={2} mb={4}>{t('reported')} <Text span size="sm" c="dimmed" className="mono">{opening.reportedAt}</Text></Title>
            <Text size="sm" className="wrap">{opening.report}</Text>
            <Text size="xs" c="dimmed" mt="xs">{opening.synthetic}</Text>
            {play.state === 'begin' ? <Button mt="sm" loading={moving.isPending} onClick={() => moving.mutate({ kind: 'begin' })}>{t('begin')}</Button> : null}
          </Paper>
        )}
        {result === null ? null : (
          <Group><Progress w={280} value={(result.answered / Math.max(1, result.questions)) * 100} aria-label={`${result.answered}/${result.questions}`} /><Text size="sm">{t('points', { points: result.points, most: result.most })}</Text><Text size="xs" c="dimmed">{t('hints', { count: result.hints })}</Text></Group>
        )}
        {feedback === null ? null : <FeedbackPaper feedback={feedback} />}
        {question === null ? null : <QuestionPaper key={question.id} question={question} busy={moving.isPending} onMove={(move) => moving.mutate(move)} />}
        {play.state === 'over' && result !== null ? <ResultPaper result={result} onAgain={() => moving.mutate({ kind: 'begin' })} /> : null}
      </Stack>
    </>
  );
} // prettier-ignore

/** For an empty case: which incident it shall be. */
function Choose({ scenarios }: { readonly scenarios: Practice['scenarios'] }): ReactNode {
  const t = useWords(practiceWords);
  const said = useSaid();
  const client = useQueryClient();
  const [scenario, setScenario] = useState('workshop');
  const [seed, setSeed] = useState<string | number>(1);
  const making = useMutation({
    mutationFn: () => ask(api.practice.incident.$post({ json: { scenario, seed: Number(seed) } })),
    onSuccess: () => client.invalidateQueries(),
  });
  return (
    <Paper maw={900}>
      {making.error === null ? null : <ErrorAlert error={making.error} />}
      <Radio.Group label={t('choose')} value={scenario} onChange={setScenario} mb="md">
        <Stack gap={8} mt="xs">{scenarios.map(({ slug, title }) => <Radio key={slug} value={slug} label={said(title)} />)}</Stack>
      </Radio.Group>
      <Group align="flex-end">
        <NumberInput label={t('seed')} description={t('seedHint')} value={seed} onChange={setSeed} min={0} max={4_294_967_295} allowDecimal={false} w={260} />
        <Button loading={making.isPending} disabled={seed === ''} onClick={() => making.mutate()}>{t('make')}</Button>
      </Group>
      {making.isPending ? <Alert mt="md" role="status">{t('making')}</Alert> : null}
    </Paper>
  );
} // prettier-ignore
