import {
  Accordion,
  Badge,
  Group,
  List,
  MultiSelect,
  Paper,
  Stack,
  Text,
  Title,
} from '@mantine/core';
import { useLocalStorage } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { api, ask } from '../../shared/api.js';
import { CopiedCode } from '../../shared/components/copied-code.js';
import { ErrorAlert } from '../../shared/components/problem-alert.js';
import { Loading, ViewTitle } from '../../shared/components/states.js';
import { spanText, timeText } from '../../shared/format.js';
import { useSaid, useWords } from '../../shared/language.js';
import { planWords } from './plan-table.js';

const colours = { there: 'teal', 'part-there': 'orange', 'rest-gone': 'gray', fetch: 'blue', soon: 'red', 'partly-gone': 'red', expired: 'gray', 'not-licensed': 'gray', beforehand: 'yellow' } as const; // prettier-ignore

/** Log readiness: a checklist of what to fetch (W-33, W-34, W-38). */
export function PlanView(): ReactNode {
  const t = useWords(planWords);
  const said = useSaid();
  const [licences, setLicences] = useLocalStorage<string[]>({ key: 'konseki-licences', defaultValue: [] });
  const query = useQuery({ queryKey: ['plan', licences], queryFn: () => ask(api.plan.$get({ query: { licence: licences.join(',') } })), placeholderData: (before) => before });
  if (query.error !== null) return <ErrorAlert error={query.error} />;
  if (query.data === undefined) return <Loading label={t('loading')} rows={10} />;
  const { plan, licences: known } = query.data;
  return (
    <>
      <ViewTitle title={t('title')}>{t('lead')}</ViewTitle>
      <MultiSelect label={t('licences')} placeholder={licences.length === 0 ? t('anyLicence') : ''} data={[...known]} value={licences} onChange={setLicences} searchable maw={520} mb="md" className="no-print" />
      <Accordion multiple variant="separated" chevronPosition="left" mb="md">
        {plan.rows.map(({ log, state, keptDays, fetchBy, fetchFrom, have }) => (
          <Accordion.Item key={log.id} value={log.id}>
            <Accordion.Control>
              <Group gap="sm"><Badge color={colours[state]} variant={state === 'soon' || state === 'partly-gone' ? 'filled' : 'light'}>{t(`state.${state}`)}</Badge><Text size="sm" fw={600}>{said(log.name)}</Text>
                <Text size="xs" c="dimmed">{[keptDays === null ? '' : t('kept', { days: keptDays }), fetchBy === null ? '' : t('by', { time: timeText(fetchBy) }), fetchFrom === null ? '' : t('from', { time: timeText(fetchFrom) }), have === null ? '' : t('have', { span: spanText(have.first, have.last) })].filter((part) => part !== '').join(' · ')}</Text></Group>
            </Accordion.Control>
            <Accordion.Panel>
              <Stack gap="xs">
                <Text size="sm">{said(log.shows)}</Text>
                <Text size="sm"><b>{t('portal')}</b>: {said(log.portal)}</Text>
                {log.powershell === null ? null : <CopiedCode title={t('powershell')} text={log.powershell} />}
                {log.graph === null ? null : <CopiedCode title={t('graph')} text={log.graph} />}
                <Text size="sm"><b>{t('permission')}</b>: {log.permission}</Text>
                <Text size="sm"><b>{t('careful')}</b>: {said(log.pitfalls)}</Text>
                <Text size="xs" c="dimmed">{t('source', { ...log.reference })}</Text>
              </Stack>
            </Accordion.Panel>
          </Accordion.Item>
        ))}
      </Accordion>
      <Paper><Title order={2} mb={4}>{t('beforehand')}</Title><List size="sm" spacing={4}>{plan.beforehand.map((one) => <List.Item key={one.id}>{said(one.said)} <Text span size="xs" c="dimmed">{t('source', { ...one.reference })}</Text></List.Item>)}</List></Paper>
    </>
  );
} // prettier-ignore
