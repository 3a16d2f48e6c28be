import { Badge, Group, SegmentedControl, Tabs, Text } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Incident } from '../../../../model/incident.js';
import { EventLinks } from '../../shared/components/event-drawer.js';
import { Go } from '../../shared/components/go.js';
import { ErrorAlert } from '../../shared/components/problem-alert.js';
import { Rows } from '../../shared/components/rows.js';
import { Loading, Nothing, ViewTitle } from '../../shared/components/states.js';
import { spanText, timeText, visibleText } from '../../shared/format.js';
import { useSaid, useWords } from '../../shared/language.js';
import { incidentIn, useDocument } from '../../shared/queries.js';
import { exposedWords } from './exposed-table.js';

const certainties = ['certain', 'possible', 'unknown'] as const;
const tabs = ['messages', 'files', 'restore', 'searches', 'recipients', 'unknown'] as const;

/** What the attacker read, sent, deleted, took; who got the mails; what cannot be known. */
export function ExposedView(): ReactNode {
  const t = useWords(exposedWords);
  const { incident: chosen } = useSearch({ strict: false });
  const query = useDocument();
  const incident = incidentIn(query.data, chosen);
  if (query.error !== null) return <ErrorAlert error={query.error} />;
  if (query.data === undefined || query.data === null) return <Loading label={t('loading')} />;
  return <><ViewTitle title={t('title')}>{t('lead')}</ViewTitle>{incident === undefined ? <Nothing title={t('noIncident')} /> : <Exposed incident={incident} />}</>;
} // prettier-ignore

function Exposed({ incident }: { readonly incident: Incident }): ReactNode {
  const t = useWords(exposedWords);
  const said = useSaid();
  const navigate = useNavigate();
  const { by, what } = useSearch({ strict: false });
  const certainty = certainties.find((one) => one === by);
  const is = ({ certainty: each }: { readonly certainty: string }): boolean => certainty === undefined || each === certainty;
  const { exposed, recipients } = incident;
  const lists = {
    messages: exposed.messages.filter(is),
    files: exposed.files.filter(is),
    restore: exposed.messages.filter(({ restore }) => restore !== null),
    searches: exposed.searches,
    recipients,
    unknown: exposed.unknown,
  };
  const tab = tabs.find((one) => one === what) ?? 'messages';
  const go = (next: { readonly what?: string | undefined; readonly by?: string | undefined }): void => {
    const wanted = { what: tab, by: certainty, ...next };
    void navigate({ to: '/exposed', search: { what: wanted.what ?? tab, ...(wanted.by === undefined ? {} : { by: wanted.by }) } });
  };
  const kind = (name: string, sure?: string): ReactNode => (
    <Group gap={4} w={190} style={{ flex: 'none' }}><Badge size="sm" variant="light">{t(`did.${name as 'read'}`)}</Badge>{sure === undefined ? null : <Badge size="sm" variant="default" color={sure === 'certain' ? 'red' : 'gray'}>{t(`is.${sure as 'certain'}`)}</Badge>}</Group>
  );
  const line = (time: string, first: ReactNode, text: ReactNode, ids: readonly string[]): ReactNode => (
    <Group gap="sm" py={5} wrap="nowrap" align="flex-start">
      <Text size="xs" className="mono" w={250} style={{ flex: 'none' }}>{time}</Text>{first}
      <Text size="sm" className="wrap" component="div" style={{ flex: 1, minWidth: 0 }}>{text}</Text>
      <EventLinks ids={ids} most={2} />
    </Group>
  );
  const subject = (value: string | null): string => value === null || value === '' ? t('noSubject') : visibleText(value);
  return (
    <Tabs value={tab} onChange={(value) => go({ what: value ?? undefined })} keepMounted={false}>
      <Tabs.List mb="sm">{tabs.map((one) => <Tabs.Tab key={one} value={one}>{t(one, { count: lists[one].length })}</Tabs.Tab>)}</Tabs.List>
      {tab === 'messages' || tab === 'files' ? <SegmentedControl mb="sm" size="xs" aria-label={t('certainty')} value={certainty ?? 'all'} onChange={(value) => go({ by: value === 'all' ? undefined : value })} data={[{ value: 'all', label: t('all') }, ...certainties.map((value) => ({ value, label: t(`is.${value}`) }))]} /> : null}
      {lists[tab].length === 0 ? <Nothing title={t('none')} /> : null}
      <Tabs.Panel value="messages"><Rows items={lists.messages} label={t('title')} height="68vh" keyOf={(_, at) => `m${at}`} row={(one) => line(spanText(one.first, one.last), kind(one.did, one.certainty), <>{subject(one.subject)} <Text span size="xs" c="dimmed">{visibleText([one.mailbox, one.folder ?? ''].join(' '))}</Text></>, one.events)} /></Tabs.Panel>
      <Tabs.Panel value="restore"><Rows items={lists.restore} label={t('title')} height="68vh" keyOf={(_, at) => `r${at}`} row={(one) => line(timeText(one.last), kind(one.did), <>{subject(one.subject)} <Text span size="xs" c="dimmed">{visibleText(one.restore === null ? '' : said(one.restore))}</Text></>, one.events)} /></Tabs.Panel>
      <Tabs.Panel value="files"><Rows items={lists.files} label={t('title')} height="68vh" keyOf={(_, at) => `f${at}`} row={(one) => line(spanText(one.first, one.last), kind(one.did, one.certainty), visibleText(one.path), one.events)} /></Tabs.Panel>
      <Tabs.Panel value="searches"><Rows items={lists.searches} label={t('title')} height="68vh" keyOf={(_, at) => `s${at}`} row={(one) => line(timeText(one.at), null, <>{visibleText(one.words)} <Text span size="xs" c="dimmed">{visibleText(one.where)}</Text></>, one.events)} /></Tabs.Panel>
      <Tabs.Panel value="unknown"><Rows items={lists.unknown} label={t('title')} height="68vh" keyOf={(_, at) => `u${at}`} row={(one) => line('', null, visibleText(said(one.said)), one.events)} /></Tabs.Panel>
      <Tabs.Panel value="recipients"><Rows items={lists.recipients} label={t('title')} height="68vh" keyOf={(_, at) => `p${at}`} row={(one) => line(timeText(one.received), <Text size="sm" w={230} className="wrap" style={{ flex: 'none' }}>{one.internal ? <Go to="/sessions" search={{ user: one.address }}>{visibleText(one.address)}</Go> : <>{visibleText(one.address)} <Badge size="xs" color="gray">{t('outside')}</Badge></>}</Text>, <>{subject(one.subject)} <Text span size="xs" c="dimmed">{visibleText(one.delivered ?? '')}</Text>{one.did.map((did, at) => <Text key={at} size="xs" component="div">{timeText(did.at)} {t(`what.${did.what}`)}{did.suspicious ? <Badge size="xs" color="red" ml={4}>{t('suspicious')}</Badge> : null} <EventLinks ids={did.events} most={1} /></Text>)}</>, one.events)} /></Tabs.Panel>
    </Tabs>
  );
} // prettier-ignore
