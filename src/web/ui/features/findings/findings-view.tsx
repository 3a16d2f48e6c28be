import { Group, SegmentedControl, Select, Text, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useState } from 'react';
import type { Severity } from '../../../../model/finding.js';
import { api, ask } from '../../shared/api.js';
import { Go } from '../../shared/components/go.js';
import { SeverityBadge, severityLook } from '../../shared/components/marks.js';
import { ErrorAlert } from '../../shared/components/problem-alert.js';
import { Rows } from '../../shared/components/rows.js';
import { Loading, Nothing, ViewTitle } from '../../shared/components/states.js';
import { timeText, visibleText } from '../../shared/format.js';
import { useSaid, useWords } from '../../shared/language.js';
import { FindingView } from './finding-view.js';
import { findingsWords } from './findings-table.js';

const severities: readonly Severity[] = ['critical', 'high', 'medium', 'low', 'informational'];

/** What was found, or one finding in full. */
export function FindingsView(): ReactNode {
  const search = useSearch({ strict: false });
  return search.id === undefined ? <FindingList /> : <FindingView id={search.id} />;
}

function FindingList(): ReactNode {
  const t = useWords(findingsWords);
  const said = useSaid();
  const navigate = useNavigate();
  const { severity: wanted, user } = useSearch({ strict: false });
  const severity = severities.find((one) => one === wanted);
  const [text, setText] = useState('');
  const query = useQuery({
    queryKey: ['findings', severity],
    queryFn: () => ask(api.findings.$get({ query: { limit: '5000', ...(severity === undefined ? {} : { severity }) } })),
  });
  if (query.error !== null) return <ErrorAlert error={query.error} />;
  if (query.data === undefined) return <Loading label={t('loading')} rows={10} />;
  const { findings, total } = query.data;
  const users = [...new Set(findings.flatMap((finding) => finding.users))].sort();
  const shown = findings.filter((finding) =>
    (severity !== undefined || finding.severity !== 'informational') &&
    (user === undefined || finding.users.includes(user)) &&
    (text === '' || `${said(finding.title)} ${said(finding.said)} ${finding.rule}`.toLowerCase().includes(text.toLowerCase())));
  const go = (next: { readonly severity?: string | undefined; readonly user?: string | undefined }): void => {
    const all = { severity, user, ...next };
    void navigate({ to: '/findings', search: { ...(all.severity === undefined ? {} : { severity: all.severity }), ...(all.user === undefined ? {} : { user: all.user }) } });
  };
  return (
    <>
      <ViewTitle title={t('title')}>{t('lead')}</ViewTitle>
      <Group mb="md" align="flex-end" className="no-print">
        <SegmentedControl aria-label={t('severity')} size="xs" value={severity ?? 'all'} onChange={(value) => go({ severity: value === 'all' ? undefined : value })} data={[{ value: 'all', label: t('all') }, ...severities.map((value) => ({ value, label: said(severityLook[value].said) }))]} />
        <Select label={t('user')} placeholder={t('everybody')} searchable clearable w={280} limit={100} data={users.map((value) => ({ value, label: visibleText(value) }))} value={user ?? null} onChange={(value) => go({ user: value ?? undefined })} />
        <TextInput label={t('text')} value={text} onChange={(event) => setText(event.currentTarget.value)} w={240} />
        <Text size="sm" c="dimmed">{t('count', { count: shown.length, total })}</Text>
      </Group>
      {shown.length === 0 ? <Nothing title={t('none')}>{t('noneWhy')}</Nothing> : (
        <Rows items={shown} label={t('title')} height="70vh" rowHeight={52} keyOf={({ id }) => id} row={(finding) => (
          <Group gap="sm" py={6} wrap="nowrap" align="flex-start">
            <div style={{ width: 118, flex: 'none' }}><SeverityBadge severity={finding.severity} /></div>
            <Text size="xs" className="mono" w={140} style={{ flex: 'none' }}>{timeText(finding.first)}</Text>
            <div style={{ flex: 1, minWidth: 0 }}>
              <Go to="/findings" search={{ id: finding.id }} size="sm" fw={600} aria-label={t('open', { title: said(finding.title) })}>{visibleText(said(finding.title))}</Go>
              <Text size="sm" className="wrap" lineClamp={3}>{visibleText(said(finding.said))}</Text>
            </div>
            <Text size="xs" c="dimmed" w={120} style={{ flex: 'none' }}>{finding.techniques.join(' ')} {finding.rows.join(' ')}</Text>
          </Group>
        )} />
      )}
    </>
  );
} // prettier-ignore
