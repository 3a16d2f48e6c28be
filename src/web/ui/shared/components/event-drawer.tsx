import {
  Anchor,
  Button,
  Code,
  CopyButton,
  Drawer,
  Group,
  Stack,
  Table,
  Text,
  Title,
} from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { createContext, useContext, useMemo, useState } from 'react';
import { indentJson } from '../../../../output/json-text.js';
import { api, ask } from '../api.js';
import { shortId, timeText, visibleText } from '../format.js';
import { useWords } from '../language.js';
import { eventWords } from './event-words-table.js';
import { Go } from './go.js';
import { ErrorAlert } from './problem-alert.js';
import { Loading } from './states.js';

const Opened = createContext<(id: string) => void>(() => undefined);

/** Opens any event over whatever is looked at: every claim can be followed down to its record. */
export function EventProvider({ children }: { readonly children: ReactNode }): ReactNode {
  const t = useWords(eventWords);
  const [id, setId] = useState<string>();
  const open = useMemo(() => (next: string) => setId(next), []);
  return (
    <Opened value={open}>
      {children}
      <Drawer opened={id !== undefined} onClose={() => setId(undefined)} position="right" size="xl" title={<Text fw={600}>{t('event')} <Text span className="mono">{id}</Text></Text>}>
        {id === undefined ? null : <EventDetails id={id} onLeave={() => setId(undefined)} />}
      </Drawer>
    </Opened>
  );
} // prettier-ignore

export const useOpenEvent = (): ((id: string) => void) => useContext(Opened);

/** An event's id that opens it. */
export function EventLink({ id }: { readonly id: string }): ReactNode {
  const open = useOpenEvent();
  const t = useWords(eventWords);
  return (
    <Anchor component="button" type="button" className="mono" size="xs" title={t('open', { id })} onClick={() => open(id)}>
      {shortId(id)}
    </Anchor>
  );
} // prettier-ignore

/** The first few of the events that prove something. */
export function EventLinks({ ids, most = 4 }: { readonly ids: readonly string[]; readonly most?: number }): ReactNode {
  return (
    <Group gap={6} component="span">
      {ids.slice(0, most).map((id) => <EventLink key={id} id={id} />)}
      {ids.length > most ? <Text span size="xs" c="dimmed">+{ids.length - most}</Text> : null}
    </Group>
  );
} // prettier-ignore

function EventDetails({ id, onLeave }: { readonly id: string; readonly onLeave: () => void }): ReactNode {
  const t = useWords(eventWords);
  const event = useQuery({ queryKey: ['event', id], queryFn: () => ask(api.event.$get({ query: { id } })) });
  if (event.error !== null) return <ErrorAlert error={event.error} />;
  if (event.data === undefined) return <Loading label={t('loading')} rows={10} />;
  return (
    <Stack>
      {event.data.found.map(({ row, evidence, sightings }, at) => {
        const raw = indentJson(String(row['raw'] ?? ''));
        const session = row['session'];
        return (
          <Stack key={at} gap="sm">
            <Text size="sm" className="wrap">
              {t('from')}: {visibleText(evidence?.file ?? '')}, {t('recordNo', { no: String(row['record_no']) })} <Text span c="dimmed" className="mono" size="xs">{evidence?.sha256}</Text>
            </Text>
            {sightings.length === 0 ? null : <Text size="xs" c="dimmed" className="wrap">{t('also')}: {sightings.map((seen) => `${visibleText(String(seen['file']))}, ${t('recordNo', { no: String(seen['record_no']) })}`).join('; ')}</Text>}
            {typeof session === 'string' ? <Go to="/sessions" search={{ id: session }} size="sm" onClick={onLeave}>{t('session')} <span className="mono">{shortId(session)}</span></Go> : null}
            <Title order={3}>{t('columns')}</Title>
            <Table highlightOnHover={false}>
              <Table.Tbody>
                {Object.entries(row).filter(([name, value]) => value !== null && value !== '' && !hidden.has(name)).map(([name, value]) => (
                  <Table.Tr key={name}><Table.Th w={150} fw={500} c="dimmed">{name}</Table.Th><Table.Td className="wrap">{name === 'time' ? timeText(String(value)) : visibleText(String(value))}</Table.Td></Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
            <Group justify="space-between">
              <Title order={3}>{t('record')}</Title>
              <CopyButton value={raw}>{({ copied, copy }) => <Button size="compact-xs" variant="default" onClick={copy}>{t(copied ? 'copied' : 'copy')}</Button>}</CopyButton>
            </Group>
            <Code block className="mono" style={{ whiteSpace: 'pre-wrap' }}>{visibleText(raw)}</Code>
          </Stack>
        );
      })}
    </Stack>
  );
} // prettier-ignore

const hidden = new Set(['raw', 'envelope', 'match_key', 'evidence_id', 'record_no']);
