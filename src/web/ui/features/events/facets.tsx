import { Group, Stack, Text, UnstyledButton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { api, ask } from '../../shared/api.js';
import { countText, visibleText } from '../../shared/format.js';
import { useLanguage, useWords } from '../../shared/language.js';
import type { ListName, Question } from './address.js';
import { without } from './address.js';
import { eventsWords } from './events-table.js';

/** Columns that are counted, and the filters that narrow by them. */
const shown = [
  { by: 'source', name: 'source' },
  { by: 'user', name: 'user' },
  { by: 'operation', name: 'operation' },
  { by: 'outcome', name: 'outcome' },
  { by: 'country', name: 'country' },
  { by: 'ip', name: 'ip' },
  { by: 'app_name', name: 'app' },
] as const;

export function Facets({ question, onToggle }: { readonly question: Question; readonly onToggle: (name: ListName, value: string) => void }): ReactNode {
  return <Stack gap="sm">{shown.map(({ by, name }) => <Facet key={by} by={by} name={name} question={question} onToggle={onToggle} />)}</Stack>;
} // prettier-ignore

function Facet({ by, name, question, onToggle }: { readonly by: (typeof shown)[number]['by']; readonly name: ListName; readonly question: Question; readonly onToggle: (name: ListName, value: string) => void }): ReactNode {
  const t = useWords(eventsWords);
  const [language] = useLanguage();
  // What else could be chosen of this column: its own filter does not narrow it.
  const others = without(question, name);
  const query = useQuery({ queryKey: ['facet', by, others], queryFn: () => ask(api.events.facet.$get({ query: { ...others, by, limit: '8' } })), placeholderData: (before) => before });
  const values = query.data?.values ?? [];
  const taken = question[name] ?? [];
  return (
    <div>
      <Text size="xs" fw={600} c="dimmed">{t(`name.${name}`)}{query.data !== undefined && query.data.distinct > values.length ? ` · ${t('others', { count: countText(query.data.distinct, language) })}` : ''}</Text>
      {values.map(({ value, events }) => value === null ? (
        <Group key="" justify="space-between" wrap="nowrap" gap={4}><Text size="xs" c="dimmed">{t('nothing')}</Text><Text size="xs" c="dimmed">{countText(events, language)}</Text></Group>
      ) : (
        <UnstyledButton key={value} w="100%" aria-pressed={taken.includes(value)} title={t('take', { name: t(`name.${name}`), value, count: events })} onClick={() => onToggle(name, value)}>
          <Group justify="space-between" wrap="nowrap" gap={4}>
            <Text size="xs" truncate fw={taken.includes(value) ? 700 : 400} {...(taken.includes(value) ? { c: 'var(--mantine-primary-color-filled)' } : {})} title={visibleText(value)}>{by === 'source' ? t(`log.${value as 'ual'}`) : visibleText(value)}</Text>
            <Text size="xs" c="dimmed">{countText(events, language)}</Text>
          </Group>
        </UnstyledButton>
      ))}
    </div>
  );
} // prettier-ignore
