import { Button, Group, SegmentedControl, Select, SimpleGrid, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useState } from 'react';
import { verdictLook } from '../../shared/components/marks.js';
import { api, ask } from '../../shared/api.js';
import { ErrorAlert } from '../../shared/components/problem-alert.js';
import { Loading, Nothing, ViewTitle } from '../../shared/components/states.js';
import { visibleText } from '../../shared/format.js';
import { useSaid, useWords } from '../../shared/language.js';
import { SessionCard } from './session-card.js';
import { SessionFlow } from './session-flow.js';
import { sessionsWords } from './sessions-table.js';

const verdicts = ['attacker', 'mixed', 'suspicious', 'unknown', 'user'] as const;
const step = 30;

/** Sessions side by side, or one of them in full. */
export function SessionsView(): ReactNode {
  const search = useSearch({ strict: false });
  return search.id === undefined ? <SessionList /> : <SessionFlow id={search.id} />;
}

function SessionList(): ReactNode {
  const t = useWords(sessionsWords);
  const said = useSaid();
  const navigate = useNavigate();
  const { user, verdict } = useSearch({ strict: false });
  const [most, setMost] = useState(step);
  const query = useQuery({ queryKey: ['sessions'], queryFn: () => ask(api.sessions.$get({ query: { limit: '5000' } })) });
  if (query.error !== null) return <ErrorAlert error={query.error} />;
  if (query.data === undefined) return <Loading label={t('loading')} rows={10} />;
  const all = query.data.sessions;
  const users = [...new Set(all.flatMap((session) => session.users))].sort();
  const shown = all.filter((session) => (user === undefined || session.users.includes(user)) && (verdict === undefined || session.verdict === verdict));
  const times = shown.slice(0, most).flatMap(({ first, last }) => (first === null || last === null ? [] : [Date.parse(first), Date.parse(last)]));
  const axis = { from: Math.min(...times), to: Math.max(...times) };
  const go = (next: { readonly user?: string | undefined; readonly verdict?: string | undefined }): void => {
    setMost(step);
    const wanted = { user, verdict, ...next };
    void navigate({ to: '/sessions', search: { ...(wanted.user === undefined ? {} : { user: wanted.user }), ...(wanted.verdict === undefined ? {} : { verdict: wanted.verdict }) } });
  };
  return (
    <>
      <ViewTitle title={t('title')}>{t('lead')}</ViewTitle>
      <Group mb="md" align="flex-end" className="no-print">
        <Select label={t('user')} placeholder={t('everybody')} searchable clearable w={320} limit={100} data={users.map((value) => ({ value, label: visibleText(value) }))} value={user ?? null} onChange={(value) => go({ user: value ?? undefined })} />
        <SegmentedControl aria-label={t('verdict')} size="xs" value={verdict ?? 'all'} onChange={(value) => go({ verdict: value === 'all' ? undefined : value })} data={[{ value: 'all', label: t('all') }, ...verdicts.map((value) => ({ value, label: said(verdictLook[value].said) }))]} />
        <Text size="sm" c="dimmed">{t('count', { count: shown.length })}</Text>
      </Group>
      {shown.length === 0 ? <Nothing title={t('none')}>{t('noneWhy')}</Nothing> : (
        <SimpleGrid cols={{ base: 1, md: 2, xl: 3 }} spacing="md">
          {shown.slice(0, most).map((session) => <SessionCard key={session.session} session={session} axis={axis} />)}
        </SimpleGrid>
      )}
      {shown.length > most ? <Button mt="md" variant="default" onClick={() => setMost(most + step)}>{t('more')}</Button> : null}
    </>
  );
} // prettier-ignore
