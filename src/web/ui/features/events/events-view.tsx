import {
  Badge,
  Button,
  CloseButton,
  CopyButton,
  Grid,
  Group,
  Menu,
  Paper,
  Text,
  TextInput,
} from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useCallback, useMemo } from 'react';
import { api, ask } from '../../shared/api.js';
import { useOpenEvent } from '../../shared/components/event-drawer.js';
import { ErrorAlert } from '../../shared/components/problem-alert.js';
import { Rows } from '../../shared/components/rows.js';
import { Loading, Nothing, ViewTitle } from '../../shared/components/states.js';
import { countText, timeText, visibleText } from '../../shared/format.js';
import { useLanguage, useWords } from '../../shared/language.js';
import { useStatus } from '../../shared/queries.js';
import type { Question } from './address.js';
import { listNames, questionOf, searchFor, textNames, toggled, without } from './address.js';
import { commandText } from './command-text.js';
import { eventsWords } from './events-table.js';
import { Facets } from './facets.js';
import { Histogram } from './histogram.js';
import { Saved } from './saved.js';

const columns = [
  ['time', 126], ['source', 92], ['user', 168], ['operation', 150], ['outcome', 62], ['ip', 116], ['country', 30], ['app_name', 100], ['object', 0],
] as const; // prettier-ignore

/** Every event of the case: narrowed by filters, counted, followed down to the record. */
export function EventsView(): ReactNode {
  const t = useWords(eventsWords);
  const [language] = useLanguage();
  const navigate = useNavigate();
  const search = useSearch({ strict: false });
  const status = useStatus();
  const open = useOpenEvent();
  const question = useMemo(() => questionOf(search), [search]);
  const pages = useInfiniteQuery({
    queryKey: ['events', question],
    queryFn: ({ pageParam }) => ask(api.events.$get({ query: { ...question, limit: '300', ...(pageParam === '' ? {} : { after: pageParam }) } })),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
  });
  const count = useQuery({ queryKey: ['count', question], queryFn: () => ask(api.events.count.$get({ query: question })) });
  const { fetchNextPage, hasNextPage, isFetchingNextPage } = pages;
  const more = useCallback(() => { if (hasNextPage && !isFetchingNextPage) void fetchNextPage(); }, [fetchNextPage, hasNextPage, isFetchingNextPage]);
  const go = (next: Question): void => void navigate({ to: '/events', search: searchFor(next) });
  const rows = pages.data?.pages.flatMap((page) => page.rows) ?? [];
  const exported = (format: 'csv' | 'jsonl'): string => {
    const asked = new URLSearchParams({ format });
    for (const name of listNames) for (const value of question[name] ?? []) asked.append(name, value);
    for (const name of textNames) if (question[name] !== undefined) asked.append(name, question[name]);
    return `/api/events/export?${asked.toString()}`;
  };
  return (
    <>
      <ViewTitle title={t('title')}>{count.data === undefined ? null : t('total', { count: countText(count.data.events, language) })}</ViewTitle>
      <Group mb="sm" align="flex-end" className="no-print">
        {textNames.map((name) => <Typed key={`${name} ${question[name] ?? ''}`} name={name} question={question} onTyped={go} />)}
        <Saved search={searchFor(question)} />
        <CopyButton value={commandText(status.data?.dir ?? 'CASE', question)}>{({ copied, copy }) => <Button size="compact-sm" variant="default" onClick={copy}>{t(copied ? 'copied' : 'copy')}</Button>}</CopyButton>
        <Menu><Menu.Target><Button size="compact-sm" variant="default">{t('export')}</Button></Menu.Target><Menu.Dropdown><Menu.Item component="a" href={exported('csv')} download>{t('exportCsv')}</Menu.Item><Menu.Item component="a" href={exported('jsonl')} download>{t('exportJsonl')}</Menu.Item></Menu.Dropdown></Menu>
      </Group>
      {Object.keys(question).length === 0 ? null : (
        <Group gap={6} mb="sm" aria-label={t('filters')} role="group">
          {listNames.flatMap((name) => (question[name] ?? []).map((value) => (
            <Badge key={`${name} ${value}`} variant="light" tt="none" rightSection={<CloseButton size="xs" aria-label={t('off', { name: t(`name.${name}`), value })} onClick={() => go(toggled(question, name, value))} />}>{t(`name.${name}`)}: {visibleText(value)}</Badge>
          )))}
          <Button size="compact-xs" variant="subtle" onClick={() => go({})}>{t('clear')}</Button>
        </Group>
      )}
      <Grid>
        <Grid.Col span={{ base: 12, md: 2.4 }} className="no-print"><Paper><Facets question={question} onToggle={(name, value) => go(toggled(question, name, value))} /></Paper></Grid.Col>
        <Grid.Col span={{ base: 12, md: 9.6 }}>
          <Paper mb="sm">
            <Histogram question={question} onSpan={(since, until) => go({ ...question, since, until })} />
            {question.since === undefined && question.until === undefined ? null : <Button size="compact-xs" variant="subtle" onClick={() => go(without(without(question, 'since'), 'until'))}>{t('allTime')}</Button>}
          </Paper>
          {pages.error !== null ? <ErrorAlert error={pages.error} /> : pages.data === undefined ? <Loading label={t('loading')} rows={12} /> : rows.length === 0 ? <Nothing title={t('none')}>{t('noneWhy')}</Nothing> : (
            <Paper>
              <Group gap={8} wrap="nowrap" pb={4}>{columns.map(([name, width]) => <Text key={name} size="xs" fw={600} c="dimmed" truncate style={cellStyle(width)}>{t(`col.${name}`)}</Text>)}</Group>
              <Rows items={rows} label={t('title')} height="62vh" rowHeight={26} keyOf={(row, at) => `${String(row['event_id'])} ${at}`} onEnd={more} row={(row) => (
                <button type="button" className="event-row" onClick={() => open(String(row['event_id']))}>
                  {columns.map(([name, width]) => {
                    const value = row[name];
                    const text = value === null || value === undefined ? '' : name === 'time' ? timeText(String(value)) : name === 'source' ? t(`log.${String(value) as 'ual'}`) : visibleText(String(value));
                    return <Text key={name} size="xs" component="span" truncate title={text} style={cellStyle(width)}>{text}</Text>;
                  })}
                </button>
              )} />
            </Paper>
          )}
        </Grid.Col>
      </Grid>
    </>
  );
} // prettier-ignore

const cellStyle = (width: number): Readonly<Record<string, string | number>> =>
  width === 0 ? { flex: '1 1 0', minWidth: 0 } : { flex: `0 0 ${width}px`, width };

/** A text of the question, sent with Enter or on leaving. */
function Typed({ name, question, onTyped }: { readonly name: (typeof textNames)[number]; readonly question: Question; readonly onTyped: (next: Question) => void }): ReactNode {
  const t = useWords(eventsWords);
  const send = (value: string): void => {
    const text = value.trim();
    if (text !== (question[name] ?? '')) onTyped(text === '' ? without(question, name) : { ...question, [name]: text });
  };
  return (
    <TextInput
      size="xs" w={name === 'grep' ? 260 : 200} label={t(name)} defaultValue={question[name] ?? ''} placeholder={name === 'grep' ? t('grepHint') : '2024-05-10T09:30'}
      onBlur={(event) => send(event.currentTarget.value)}
      onKeyDown={(event) => { if (event.key === 'Enter') send(event.currentTarget.value); }}
    />
  );
} // prettier-ignore
