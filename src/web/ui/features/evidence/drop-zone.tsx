import { Button, Group, Paper, Progress, Stack, Text } from '@mantine/core';
import { IconUpload } from '@tabler/icons-react';
import type { DragEvent, ReactNode } from 'react';
import { useRef, useState } from 'react';
import { countText, visibleText } from '../../shared/format.js';
import { useLanguage, useWords } from '../../shared/language.js';
import { evidenceWords } from './evidence-table.js';
import type { AddResult, Adding } from './use-adding.js';

/** Where files are dropped, and what became of each. */
export function DropZone({ list, add }: { readonly list: readonly Adding[]; readonly add: (files: readonly File[]) => void }): ReactNode {
  const t = useWords(evidenceWords);
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    void filesIn(event.dataTransfer).then(add);
  };
  return (
    <Paper
      mb="md"
      p="lg"
      className="no-print"
      style={{ borderStyle: 'dashed', borderColor: over ? 'var(--mantine-color-konseki-5)' : undefined, background: over ? 'var(--mantine-color-konseki-light)' : undefined }}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <Group justify="space-between" wrap="nowrap" gap="lg">
        <Stack gap={2}>
          <Text fw={600}>{t('drop')}</Text>
          <Text size="sm" c="dimmed">{t('dropMore')}</Text>
        </Stack>
        <Button leftSection={<IconUpload size={16} />} onClick={() => input.current?.click()} style={{ flexShrink: 0 }}>{t('choose')}</Button>
        <input
          ref={input}
          type="file"
          multiple
          hidden
          aria-label={t('choose')}
          onChange={({ currentTarget }) => {
            add([...(currentTarget.files ?? [])]);
            currentTarget.value = '';
          }}
        />
      </Group>
      {list.length === 0 ? null : (
        <Stack gap={4} mt="md" aria-live="polite">
          {list.map((one) => <Row key={one.key} adding={one} />)}
        </Stack>
      )}
    </Paper>
  );
} // prettier-ignore

function Row({ adding: { file, sent, total, results, problem } }: { readonly adding: Adding }): ReactNode {
  const t = useWords(evidenceWords);
  if (problem !== null) return <Text size="sm" c="red" className="wrap">{visibleText(`${file}: ${problem.message} ${problem.hint ?? ''}`)}</Text>;
  if (results !== null) return <>{results.map((result, at) => <Result key={at} result={result} />)}</>;
  return (
    <div>
      <Text size="sm" className="wrap">{t('uploading', { file: visibleText(file) })}</Text>
      <Progress size="sm" value={total === 0 ? 100 : (sent / total) * 100} aria-label={t('uploading', { file: visibleText(file) })} />
    </div>
  );
} // prettier-ignore

function Result({ result: { file, kind, events, duplicates, rejects, said, problem } }: { readonly result: AddResult }): ReactNode {
  const t = useWords(evidenceWords);
  const [language] = useLanguage();
  const count = (n: number | null): string => countText(n ?? 0, language);
  const more = problem === null ? said : `${problem.message} ${problem.hint ?? ''}`;
  const what = t(`kind.${kind}`, { events: count(events), duplicates: count(duplicates), rejects: count(rejects) });
  return <Text size="sm" className="wrap" {...(kind === 'failed' || kind === 'not-recognised' ? { c: 'red' } : kind === 'added' ? {} : { c: 'dimmed' })}>{visibleText(`${file}: ${what}${more === null ? '' : `: ${more}`}`)}</Text>;
} // prettier-ignore

/** Files, and those of folders that were dropped, folders within them included. */
async function filesIn(transfer: DataTransfer): Promise<readonly File[]> {
  const entries = [...transfer.items].flatMap((item) => item.webkitGetAsEntry() ?? []);
  if (entries.length === 0) return [...transfer.files];
  return (await Promise.all(entries.map(filesOf))).flat();
}

async function filesOf(entry: FileSystemEntry): Promise<readonly File[]> {
  if (entry instanceof FileSystemFileEntry)
    return [await new Promise<File>((resolve, reject) => entry.file(resolve, reject))];
  if (!(entry instanceof FileSystemDirectoryEntry)) return [];
  const reader = entry.createReader();
  const found: FileSystemEntry[] = [];
  // A reader gives a hundred at a time, and none at the end.
  for (;;) {
    const some = await new Promise<readonly FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject)); // prettier-ignore
    if (some.length === 0) break;
    found.push(...some);
  }
  return (await Promise.all(found.map(filesOf))).flat();
}
