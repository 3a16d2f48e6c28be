import { Anchor, Group, List, Paper, Stack, Text } from '@mantine/core';
import type { InferResponseType } from 'hono/client';
import type { ReactNode } from 'react';
import type { api } from '../../shared/api.js';
import { EventLinks } from '../../shared/components/event-drawer.js';
import { Go } from '../../shared/components/go.js';
import { MarkButton, Marked } from '../../shared/components/mark-form.js';
import { VerdictBadge } from '../../shared/components/marks.js';
import { countText, shortId, spanText, visibleText } from '../../shared/format.js';
import { useLanguage, useSaid, useWords } from '../../shared/language.js';
import { sessionsWords } from './sessions-table.js';

export type Session = InferResponseType<typeof api.sessions.$get, 200>['sessions'][number];

/** The times between which all sessions shown lie, in milliseconds. */
export interface Axis {
  readonly from: number;
  readonly to: number;
}

/** One session: verdict, why, from where, with what, how long. */
export function SessionCard({ session, axis, whole = false }: { readonly session: Session; readonly axis: Axis; readonly whole?: boolean }): ReactNode {
  const t = useWords(sessionsWords);
  const said = useSaid();
  const [language] = useLanguage();
  const signals = session.strands.flatMap((strand) => strand.signals).toSorted((a, b) => Math.abs(b.weight) - Math.abs(a.weight));
  const facts = [
    ['addresses', session.ips],
    ['countries', session.countries],
    ['networks', session.networks],
    ['clients', session.clients],
    ['apps', session.apps],
  ] as const;
  return (
    <Paper>
      <Stack gap={6}>
        <Group gap="xs" justify="space-between">
          <Group gap="xs">
            <VerdictBadge verdict={session.verdict} />
            {whole ? <Text className="mono wrap" size="sm">{visibleText(session.session)}</Text> : <Go to="/sessions" search={{ id: session.session }} className="mono" title={session.session}>{shortId(session.session)}</Go>}
            <Text size="xs" c="dimmed">{t('weight', { weight: session.weight })}</Text>
          </Group>
          <MarkButton what={`session:${session.session}`} name={session.session} choices={['user', 'attacker', 'none']} />
        </Group>
        <Text size="sm" fw={600} className="wrap">{visibleText(session.users.join(', '))}</Text>
        <Marked mark={session.marked} />
        {session.inferred ? <Text size="xs" c="dimmed">{t('inferred')}</Text> : null}
        <Span session={session} axis={axis} />
        <Text size="xs" c="dimmed">{t('events', { count: countText(session.events, language), exact: session.exact, token: session.token, inferred: session.attached })}</Text>
        {facts.map(([name, values]) => values.length === 0 ? null : (
          <Text key={name} size="xs" className="wrap"><Text span c="dimmed">{t(name)}: </Text>{visibleText(values.slice(0, whole ? 200 : 6).join(', '))}{!whole && values.length > 6 ? ` +${values.length - 6}` : ''}</Text>
        ))}
        {signals.length === 0 ? null : (
          <List size="xs" spacing={2} aria-label={t('signals')}>
            {signals.slice(0, whole ? 100 : 5).map((signal, at) => (
              <List.Item key={at}><Text span fw={600} c={signal.weight > 0 ? 'red' : 'teal'} size="xs">{signal.weight > 0 ? '+' : ''}{signal.weight}</Text> {visibleText(said(signal.said))} <EventLinks ids={signal.events} most={2} /></List.Item>
            ))}
          </List>
        )}
        {!whole && signals.length > 5 ? <Anchor component="span" size="xs">+{signals.length - 5}</Anchor> : null}
      </Stack>
    </Paper>
  );
} // prettier-ignore

function Span({ session, axis }: { readonly session: Session; readonly axis: Axis }): ReactNode {
  const t = useWords(sessionsWords);
  if (session.first === null || session.last === null) return null;
  const wide = Math.max(1, axis.to - axis.from);
  const x = ((Date.parse(session.first) - axis.from) / wide) * 100;
  const width = Math.max(0.8, ((Date.parse(session.last) - Date.parse(session.first)) / wide) * 100);
  return (
    <div>
      <svg viewBox="0 0 100 4" width="100%" height="8" preserveAspectRatio="none" role="img" aria-label={t('span')}>
        <rect width="100" height="4" fill="var(--mantine-color-default-border)" />
        <rect x={Math.min(x, 99.2)} width={width} height="4" fill={session.verdict === 'user' ? 'var(--mantine-color-teal-6)' : session.verdict === 'unknown' ? 'var(--mantine-color-gray-6)' : 'var(--mantine-color-red-6)'} />
      </svg>
      <Text size="xs">{spanText(session.first, session.last)}</Text>
    </div>
  );
} // prettier-ignore
