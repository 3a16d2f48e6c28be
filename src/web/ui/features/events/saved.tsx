import { ActionIcon, Button, Group, Popover, Stack, Text, TextInput } from '@mantine/core';
import { useLocalStorage } from '@mantine/hooks';
import { IconTrash } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useState } from 'react';
import { visibleText } from '../../shared/format.js';
import { useWords } from '../../shared/language.js';
import { Go } from '../../shared/components/go.js';
import type { Search } from '../../shared/search.js';
import { searchOf } from '../../shared/search.js';
import { eventsWords } from './events-table.js';

/** Filters by name, kept in this browser. */
export function Saved({ search }: { readonly search: Search }): ReactNode {
  const t = useWords(eventsWords);
  const [name, setName] = useState('');
  const [saved, setSaved] = useLocalStorage<Record<string, Record<string, unknown>>>({ key: 'konseki-saved-filters', defaultValue: {} });
  return (
    <Popover withArrow position="bottom-end">
      <Popover.Target><Button size="compact-sm" variant="default">{t('saved')}</Button></Popover.Target>
      <Popover.Dropdown>
        <Stack gap="xs" maw={320}>
          {Object.keys(saved).length === 0 ? <Text size="xs" c="dimmed">{t('noSaved')}</Text> : null}
          {Object.entries(saved).map(([each, kept]) => (
            <Group key={each} justify="space-between" wrap="nowrap">
              <Go to="/events" search={searchOf(kept)} size="sm">{visibleText(each)}</Go>
              <ActionIcon variant="subtle" size="sm" aria-label={t('forget', { name: each })} onClick={() => setSaved(Object.fromEntries(Object.entries(saved).filter(([other]) => other !== each)))}><IconTrash size={14} /></ActionIcon>
            </Group>
          ))}
          <form onSubmit={(event) => { event.preventDefault(); if (name.trim() !== '') setSaved({ ...saved, [name.trim()]: { ...search } }); setName(''); }}>
            <Group gap="xs" wrap="nowrap" align="flex-end"><TextInput size="xs" label={t('saveName')} value={name} onChange={(event) => setName(event.currentTarget.value)} maxLength={80} /><Button size="xs" type="submit">{t('saveDo')}</Button></Group>
          </form>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
} // prettier-ignore
