import {
  Accordion,
  Alert,
  Anchor,
  Badge,
  Button,
  Group,
  List,
  Paper,
  Progress,
  Stack,
  Text,
  TextInput,
  Title,
} from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import type { InferResponseType } from 'hono/client';
import type { ReactNode } from 'react';
import { useState } from 'react';
import { api, ask } from '../../shared/api.js';
import { CopiedCode } from '../../shared/components/copied-code.js';
import { EventLinks } from '../../shared/components/event-drawer.js';
import { Go } from '../../shared/components/go.js';
import { ErrorAlert } from '../../shared/components/problem-alert.js';
import { Loading, Nothing, ViewTitle } from '../../shared/components/states.js';
import { visibleText } from '../../shared/format.js';
import { useLanguage, useWords } from '../../shared/language.js';
import { responseWords } from './response-table.js';

type Step = NonNullable<
  InferResponseType<typeof api.respond.$get, 200>['plan']
>['parts'][number]['steps'][number];
const colours = { todo: 'orange', done: 'teal', 'not-needed': 'gray', reopened: 'red' } as const;

/** What to do, in order, and what became of it (W-50 … W-59). */
export function ResponseView(): ReactNode {
  const t = useWords(responseWords);
  const [language] = useLanguage();
  const query = useQuery({ queryKey: ['respond', language], queryFn: () => ask(api.respond.$get({ query: { lang: language } })), placeholderData: (before) => before });
  if (query.error !== null) return <ErrorAlert error={query.error} />;
  if (query.data === undefined) return <Loading label={t('loading')} rows={10} />;
  const { plan } = query.data;
  if (plan === null) return <><ViewTitle title={t('title')}>{t('lead')}</ViewTitle><Nothing title={t('none')} /></>;
  const steps = plan.parts.flatMap((part) => part.steps);
  const done = steps.filter(({ state }) => state === 'done' || state === 'not-needed').length;
  const said = t('progress', { done, all: steps.length });
  return (
    <>
      <ViewTitle title={t('title')}>{t('lead')}</ViewTitle>
      <Group mb="md"><Progress w={240} value={(done / Math.max(1, steps.length)) * 100} aria-label={said} /><Text size="sm">{said}</Text><Anchor size="sm" href={`/api/respond/scripts?lang=${language}`} download className="no-print">{t('scripts')}</Anchor></Group>
      <Stack gap="lg">{plan.parts.map((part) => (
        <section key={part.user ?? ''}>
          <Title order={2} mb="xs" className="wrap">{part.user === null ? t('tenant') : visibleText(part.user)}</Title>
          {part.privileged === null ? null : <Alert color="red" mb="xs">{visibleText(part.privileged)}</Alert>}
          <Accordion multiple variant="separated" chevronPosition="left">
            {part.steps.map((step) => (
              <Accordion.Item key={step.id} value={step.id}>
                <Accordion.Control>
                  <Group gap="xs" wrap="nowrap" align="flex-start">
                    <Text size="sm" w={26} ta="right" c="dimmed">{step.no}</Text>
                    <Badge size="sm" color={colours[step.state]} variant={step.state === 'reopened' ? 'filled' : 'light'} style={{ flex: 'none' }}>{t(`state.${step.state}`)}</Badge>
                    <Text size="sm" className="wrap" td={step.state === 'not-needed' ? 'line-through' : 'none'}><Text span c="dimmed" size="xs">{step.step}</Text> {visibleText(step.title)}{step.because === '' ? '' : ' '}<Text span size="xs" c="dimmed">{visibleText(step.because)}</Text></Text>
                    {step.removal === null ? null : <Badge size="xs" variant="default" style={{ flex: 'none' }}>{t(`removal.${step.removal}`)}</Badge>}
                  </Group>
                </Accordion.Control>
                <Accordion.Panel><StepDetails step={step} /></Accordion.Panel>
              </Accordion.Item>
            ))}
          </Accordion>
          {part.unasked.map((one) => <Text key={one.row} size="sm" c="dimmed" mt={6}>{one.row} {one.title}: {t(`state.${one.state}`)} {visibleText(one.because)}</Text>)}
        </section>
      ))}</Stack>
    </>
  );
} // prettier-ignore

function StepDetails({ step }: { readonly step: Step }): ReactNode {
  const t = useWords(responseWords);
  const told = (['why', 'save'] as const).map((name) => [name, step[name]] as const);
  const after = (['undo', 'verify', 'reach'] as const).map((name) => [name, step[name]] as const);
  const text = ([name, value]: readonly [keyof typeof responseWords, string | undefined]): ReactNode => value === undefined ? null : <div key={name}><Text size="xs" fw={600} c="dimmed">{t(name)}</Text><Text size="sm" className="wrap" style={{ whiteSpace: 'pre-line' }}>{visibleText(value)}</Text></div>;
  return (
    <Stack gap="sm">
      <Told step={step} />
      {told.map(text)}
      <div>
        <Text size="xs" fw={600} c="dimmed">{t('asked')}</Text>
        {step.findings.slice(0, 20).map(({ id, title }) => <div key={id}><Go to="/findings" search={{ id }} size="sm">{visibleText(title)}</Go></div>)}
        <EventLinks ids={step.events} most={12} />
      </div>
      {step.portal === undefined ? null : <div><Text size="xs" fw={600} c="dimmed">{t('portal')}</Text><List type="ordered" size="sm">{step.portal.map((line, at) => <List.Item key={at}>{visibleText(line)}</List.Item>)}</List></div>}
      {step.powershell === undefined ? null : <CopiedCode title={t('powershell')} text={[...step.powershell.variables, step.powershell.contain].join('\n')} />}
      {step.powershell?.remove === undefined || step.powershell.remove === null ? null : <CopiedCode title={t('remove')} text={[...step.powershell.variables, step.powershell.remove].join('\n')} />}
      {step.graph === undefined || step.graph.length === 0 ? null : <CopiedCode title={t('graph')} text={step.graph.map(({ method, url, body, permission }) => `${method} ${url}  # ${permission}${body === null ? '' : `\n${JSON.stringify(body)}`}`).join('\n')} />}
      {step.role === undefined ? null : text(['rights', `${step.role}\n${step.licence ?? ''}`])}
      {after.map(text)}
    </Stack>
  );
} // prettier-ignore

/** Records what became of a step. */
function Told({ step }: { readonly step: Step }): ReactNode {
  const t = useWords(responseWords);
  const [note, setNote] = useState('');
  const telling = useMutation({
    mutationFn: (said: { readonly state: 'todo' | 'done' | 'not-needed'; readonly phase: 'contain' | 'remove' }) => ask(api.respond.$post({ json: { action: step.id, note, ...said } })),
    onSuccess: () => setNote(''),
  });
  const button = (state: 'todo' | 'done' | 'not-needed'): ReactNode => (
    <Button key={state} size="compact-sm" variant={state === 'done' ? 'filled' : 'default'} loading={telling.isPending} disabled={state === 'not-needed' && note.trim() === ''} onClick={() => telling.mutate({ state, phase: 'contain' })}>{t(`set.${state}`)}</Button>
  );
  return (
    <Paper className="no-print" p="xs">
      {telling.error === null ? null : <ErrorAlert error={telling.error} />}
      <Group align="flex-end">
        <TextInput size="xs" label={t('note')} w={340} value={note} onChange={(event) => setNote(event.currentTarget.value)} maxLength={4000} />
        {step.state === 'done' || step.state === 'not-needed' ? button('todo') : [button('done'), button('not-needed')]}
        {step.removal === 'todo' ? <Button size="compact-sm" variant="default" loading={telling.isPending} onClick={() => telling.mutate({ state: 'done', phase: 'remove' })}>{t('set.removed')}</Button> : null}
      </Group>
    </Paper>
  );
} // prettier-ignore
