import { Button, Code, CopyButton, Group, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { visibleText } from '../format.js';
import { useWords } from '../language.js';
import { eventWords } from './event-words-table.js';

/** Commands to read, and to copy as they are. */
export function CopiedCode({ title, text }: { readonly title: string; readonly text: string }): ReactNode {
  const t = useWords(eventWords);
  return (
    <div>
      <Group justify="space-between" mb={2}>
        <Text size="xs" fw={600} c="dimmed">{title}</Text>
        <CopyButton value={text}>{({ copied, copy }) => <Button size="compact-xs" variant="default" className="no-print" onClick={copy}>{t(copied ? 'copied' : 'copy')}</Button>}</CopyButton>
      </Group>
      <Code block className="mono" style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>{visibleText(text)}</Code>
    </div>
  );
} // prettier-ignore
