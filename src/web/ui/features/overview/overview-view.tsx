import {
  Alert,
  Badge,
  Button,
  Group,
  Image,
  List,
  Paper,
  SegmentedControl,
  SimpleGrid,
  Stack,
  Text,
  Title,
} from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { EventLinks } from '../../shared/components/event-drawer.js';
import { Go } from '../../shared/components/go.js';
import type { ReactNode } from 'react';
import { useState } from 'react';
import type { Incident, IncidentGap } from '../../../../model/incident.js';
import { Loading, Nothing, ViewTitle } from '../../shared/components/states.js';
import { SeverityBadge, VerdictBadge } from '../../shared/components/marks.js';
import { ErrorAlert } from '../../shared/components/problem-alert.js';
import { countText, shortId, spanText, timeText, visibleText } from '../../shared/format.js';
import { useLanguage, useSaid, useWords } from '../../shared/language.js';
import { incidentIn, useDocument, useStatus } from '../../shared/queries.js';
import { overviewWords } from './overview-table.js';
import { StageStrip } from './stage-strip.js';

/** The incident on one screen: what, who, when, how, what is not known, what to do now. */
export function OverviewView(): ReactNode {
  const t = useWords(overviewWords);
  const status = useStatus();
  const query = useDocument();
  const [chosen, setChosen] = useState<string>();
  const document = query.data;
  const incident = incidentIn(document, chosen);
  if (query.error !== null) return <ErrorAlert error={query.error} />;
  if (status.data?.state === 'empty')
    return <Nothing title={t('empty')}>{t('emptyWhy')}<Button component={Link} to="/evidence" mt="md">{t('toEvidence')}</Button></Nothing>;
  if (document === undefined || document === null) return <><ViewTitle title={t('title')}>{t('working')}</ViewTitle><Loading label={t('working')} rows={9} /></>;
  if (incident === undefined)
    return <><ViewTitle title={t('title')} /><Nothing title={t('none')}>{t('noneWhy')}</Nothing><Gaps gaps={document.gaps} /></>;
  return (
    <>
      {document.incidents.length < 2 ? null : (
        <SegmentedControl mb="md" value={incident.id} onChange={setChosen} data={document.incidents.map(({ id }, at) => ({ value: id, label: t('incident', { no: at + 1, count: document.incidents.length }) }))} />
      )}
      <Told incident={incident} gaps={[...incident.gaps, ...document.gaps]} />
    </>
  );
} // prettier-ignore

function Told({ incident, gaps }: { readonly incident: Incident; readonly gaps: readonly IncidentGap[] }): ReactNode {
  const t = useWords(overviewWords);
  const said = useSaid();
  const [language] = useLanguage();
  const text = (value: { readonly en: string; readonly ja: string }): string => visibleText(said(value));
  const { scope } = incident;
  return (
    <>
      {incident.victims.map(({ user, afterContainment, cameBack }) => (
        <Stack key={user} gap={0}>
          {afterContainment.length === 0 ? null : <Alert color="red" variant="filled" mb="xs" role="alert">{t('still', { user: visibleText(user), count: afterContainment.length })}</Alert>}
          {cameBack.length === 0 ? null : <Alert color="red" mb="xs">{t('back', { user: visibleText(user), count: cameBack.length })}</Alert>}
        </Stack>
      ))}
      <Group gap="sm" mb={4} wrap="nowrap" align="flex-start">
        <SeverityBadge severity={incident.severity} />
        <Title order={1} className="wrap">{text(incident.said)}</Title>
      </Group>
      <Text size="sm" c="dimmed" mb="md">
        <Text span className="mono">{incident.id}</Text> · {t('window')}: {spanText(incident.window.from, incident.window.to)} · <Text span>{t('inScope', { members: scope.members.length, events: countText(scope.events.length, language), rounds: scope.rounds })}</Text>
      </Text>
      <StageStrip incident={incident} />
      <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="md">
        <Stack gap="md">
          <Paper>
            <Title order={2} mb={4}>{t('next')}</Title>
            <List type="ordered" size="sm" spacing={4}>{incident.next.map((one, at) => <List.Item key={at}>{text(one)}</List.Item>)}</List>
          </Paper>
          <Paper>
            <Title order={2} mb={4}>{t('firstAccess')}</Title>
            {incident.firstAccess === null ? <Text size="sm">{t('notInLogs')}</Text> : (
              <Text size="sm" className="wrap"><b>{timeText(incident.firstAccess.at)}</b> {text(incident.firstAccess.said)}{incident.firstAccess.certain ? '' : ` (${t('uncertain')})`} <EventLinks ids={incident.firstAccess.events} /></Text>
            )}
          </Paper>
          <Paper>
            <Title order={2} mb={4}>{t('victims')}</Title>
            <Stack gap="xs">{incident.victims.map((victim) => (
              <div key={victim.user}>
                <Group gap="xs"><Text size="sm" fw={600} className="wrap">{visibleText(victim.user)}</Text>
                  {victim.privileged ? <Badge color="red">{t('privileged')}: {visibleText(victim.roles.slice(0, 3).join(', '))}</Badge> : null}
                  <Badge color={victim.how === 'target' ? 'gray' : victim.contained.length > 0 ? 'teal' : 'orange'} variant="light">{victim.how === 'target' ? t('target') : victim.contained.length > 0 ? t('contained') : t('open')}</Badge></Group>
                <Text size="sm" c="dimmed" className="wrap">{text(victim.said)}</Text>
              </div>
            ))}</Stack>
          </Paper>
          <Paper>
            <Title order={2} mb={4}>{t('sessions')}</Title>
            <Stack gap="xs">{incident.sessions.map((session) => (
              <div key={session.id}>
                <Group gap="xs"><VerdictBadge verdict={session.verdict} /><Go to="/sessions" search={{ id: session.id }} className="mono" title={session.id}>{shortId(session.id)}</Go><Text size="sm">{visibleText(session.user)}, {spanText(session.first, session.last)}, {t('events', { count: countText(session.events, language) })}</Text></Group>
                <Text size="xs" c="dimmed" className="mono">{visibleText([...session.ips, ...session.userAgents].join(' · '))}</Text>
              </div>
            ))}</Stack>
          </Paper>
          <Gaps gaps={gaps} />
        </Stack>
        <Paper>
          <Title order={2} mb="xs">{t('figure')}</Title>
          <Image src={`/api/figures/timeline.svg?lang=${language}&incident=${encodeURIComponent(incident.id)}`} alt={t('figure')} bg="white" radius="sm" />
        </Paper>
      </SimpleGrid>
    </>
  );
} // prettier-ignore

function Gaps({ gaps }: { readonly gaps: readonly IncidentGap[] }): ReactNode {
  const t = useWords(overviewWords);
  const said = useSaid();
  if (gaps.length === 0) return null;
  return (
    <Paper>
      <Title order={2} mb={4}>{t('gaps')}</Title>
      <List size="sm" spacing={4}>{gaps.map((gap, at) => <List.Item key={at}>{visibleText(said(gap.said))}</List.Item>)}</List>
    </Paper>
  );
} // prettier-ignore
