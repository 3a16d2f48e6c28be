import {
  Badge,
  Button,
  Group,
  List,
  Paper,
  SimpleGrid,
  Slider,
  Stack,
  Text,
  TextInput,
  Title,
  useComputedColorScheme,
} from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { lazy, Suspense, useMemo, useState } from 'react';
import type { Incident, ScopeMember } from '../../../../model/incident.js';
import { api, ask } from '../../shared/api.js';
import { EventLinks } from '../../shared/components/event-drawer.js';
import { Go } from '../../shared/components/go.js';
import { MarkButton } from '../../shared/components/mark-form.js';
import { ErrorAlert } from '../../shared/components/problem-alert.js';
import { Rows } from '../../shared/components/rows.js';
import { Loading, Nothing, ViewTitle } from '../../shared/components/states.js';
import { visibleText } from '../../shared/format.js';
import { useSaid, useWords } from '../../shared/language.js';
import { incidentIn, useDocument } from '../../shared/queries.js';
import { scopeWords } from './scope-table.js';

const ScopeGraph = lazy(async () => ({ default: (await import('./scope-graph.js')).ScopeGraph }));
const drawn = 250;

/** The scope as a graph that grows round by round, and as a list. */
export function ScopeView(): ReactNode {
  const t = useWords(scopeWords);
  const { incident: chosen } = useSearch({ strict: false });
  const query = useDocument();
  const incident = incidentIn(query.data, chosen);
  if (query.error !== null) return <ErrorAlert error={query.error} />;
  if (query.data === undefined || query.data === null) return <Loading label={t('loading')} />;
  return <><ViewTitle title={t('title')}>{t('lead')}</ViewTitle>{incident === undefined ? <Nothing title={t('none')} /> : <Scope incident={incident} />}<Why /></>;
} // prettier-ignore

function Scope({ incident }: { readonly incident: Incident }): ReactNode {
  const t = useWords(scopeWords);
  const said = useSaid();
  const dark = useComputedColorScheme('light') === 'dark';
  const { scope } = incident;
  const last = Math.max(0, ...scope.members.map(({ round }) => round));
  const [round, setRound] = useState(last);
  const [chosen, setChosen] = useState<ScopeMember>();
  const members = useMemo(() => scope.members.filter((member) => member.round <= round), [scope, round]);
  const some = useMemo(() => members.slice(0, drawn), [members]);
  return (
    <>
      <Group mb="sm" className="no-print"><Text size="sm">{t('round', { round, rounds: last })}</Text><Slider w={260} min={0} max={Math.max(1, last)} value={round} onChange={setRound} thumbLabel={t('round', { round, rounds: last })} /></Group>
      <SimpleGrid cols={{ base: 1, lg: 2 }}>
        <Stack>
          <Paper>
            <Title order={2}>{t('graph')}</Title>
            {members.length > drawn ? <Text size="xs" c="dimmed">{t('many', { count: drawn })}</Text> : null}
            <Suspense fallback={<Loading label={t('drawing')} />}><ScopeGraph members={some} dark={dark} label={t('graph')} onSelect={setChosen} /></Suspense>
          </Paper>
          {chosen === undefined ? null : <Paper aria-live="polite"><Member member={chosen} whole /></Paper>}
        </Stack>
        <Paper>
          <Title order={2} mb={4}>{t('members', { count: members.length })}</Title>
          <Rows items={members} label={t('title')} height="75vh" rowHeight={60} keyOf={({ kind, value }) => `${kind} ${value}`} row={(member) => <div onFocus={() => setChosen(member)} onClick={() => setChosen(member)}><Member member={member} /></div>} />
        </Paper>
      </SimpleGrid>
      {scope.excluded.length === 0 ? null : (
        <Paper mt="md">
          <Title order={2} mb={4}>{t('excluded', { count: scope.excluded.length })}</Title>
          <Rows items={scope.excluded} label={t('excluded', { count: scope.excluded.length })} height="30vh" keyOf={(_, at) => String(at)} row={(one) => (
            <Group gap="sm" py={4} wrap="nowrap" align="flex-start"><Badge size="sm" variant="default">{one.kind}</Badge><Text size="sm" className="wrap" style={{ flex: 1 }}><b>{visibleText(one.value)}</b> {visibleText(said(one.said))}</Text><EventLinks ids={one.events} most={2} /></Group>
          )} />
        </Paper>
      )}
    </>
  );
} // prettier-ignore

function Member({ member, whole = false }: { readonly member: ScopeMember; readonly whole?: boolean }): ReactNode {
  const t = useWords(scopeWords);
  const said = useSaid();
  const text = visibleText(member.name ?? member.value);
  return (
    <div style={{ padding: '5px 0' }}>
      <Group gap="xs">
        <Badge size="sm" variant="light">{member.kind}</Badge>
        {member.kind === 'session' ? <Go to="/sessions" search={{ id: member.value }} className="mono wrap" size="sm">{text}</Go> : member.kind === 'user' ? <Go to="/sessions" search={{ user: member.value }} className="wrap" size="sm">{text}</Go> : <Text size="sm" fw={600} className="wrap">{text}</Text>}
        <Text size="xs" c="dimmed">{t('roundOf', { round: member.round })} · {member.link}</Text>
        {member.kind === 'ip' ? <MarkButton what={`ip:${member.value}`} name={member.value} choices={['ours', 'none']} /> : null}
      </Group>
      <List type="ordered" size="xs" aria-label={t('chain')}>{(whole ? member.chain : member.chain.slice(-1)).map((link, at) => <List.Item key={at}>{visibleText(said(link.said))} <EventLinks ids={link.events} most={2} /></List.Item>)}</List>
    </div>
  );
} // prettier-ignore

function Why(): ReactNode {
  const t = useWords(scopeWords);
  const said = useSaid();
  const navigate = useNavigate();
  const { what } = useSearch({ strict: false });
  const [text, setText] = useState(what ?? '');
  const query = useQuery({ queryKey: ['why', what], enabled: what !== undefined, queryFn: () => ask(api.why.$get({ query: { what: what ?? '' } })) });
  return (
    <Paper mt="md">
      <Title order={2} mb={4}>{t('why')}</Title>
      <form onSubmit={(event) => { event.preventDefault(); if (text.trim() !== '') void navigate({ to: '/scope', search: { what: text.trim() } }); }}>
        <Group align="flex-end"><TextInput aria-label={t('why')} placeholder={t('whyHint')} w={380} value={text} onChange={(event) => setText(event.currentTarget.value)} /><Button type="submit" variant="default" loading={query.isFetching}>{t('ask')}</Button></Group>
      </form>
      {query.error === null ? null : <ErrorAlert error={query.error} />}
      {query.data?.length === 0 ? <Text size="sm" mt="xs">{t('nothing')}</Text> : null}
      {query.data?.map((one, at) => (
        <div key={at}>
          <Group gap="xs" mt="sm"><Badge color={one.inScope ? 'red' : 'gray'}>{t(one.inScope ? 'inScope' : 'notInScope')}</Badge><Text size="sm" fw={600} className="wrap">{one.kind} {visibleText(one.value)}</Text></Group>
          <List size="sm">{one.reasons.map((reason, no) => <List.Item key={no}>{visibleText(said(reason.said))} <EventLinks ids={reason.events} most={3} /></List.Item>)}</List>
        </div>
      ))}
    </Paper>
  );
} // prettier-ignore
