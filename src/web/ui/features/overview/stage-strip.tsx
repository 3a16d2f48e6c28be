import { Group, Paper, Text } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { Incident } from '../../../../model/incident.js';
import { stages } from '../../../../model/stage.js';
import { clockText, timeText } from '../../shared/format.js';
import { useWords } from '../../shared/language.js';
import { overviewWords } from './overview-table.js';

/** The stages in order (W-11): lit where something of the kind was found, with its first time. */
export function StageStrip({ incident }: { readonly incident: Incident }): ReactNode {
  const t = useWords(overviewWords);
  return (
    <Group gap={6} mb="md" role="list" aria-label={t('done')}>
      {stages.map((stage) => {
        const found = incident.stages.find((one) => one.stage === stage);
        return (
          <Paper
            key={stage}
            role="listitem"
            px="xs"
            py={5}
            style={{
              flex: '1 1 104px',
              ...(found === undefined ? { borderStyle: 'dashed' } : { borderColor: 'var(--mantine-color-red-5)', background: 'var(--mantine-color-red-light)' }),
            }}
            {...(found === undefined ? {} : { title: timeText(found.first) })}
          >
            <Text size="xs" fw={found === undefined ? 400 : 600} lh={1.25}>
              {found === undefined ? null : <IconCheck size={11} style={{ marginRight: 3 }} aria-hidden />}
              {t(`stage.${stage}`)}
            </Text>
            <Text size="xs" c="dimmed">{found === undefined ? '–' : clockText(found.first)}</Text>
          </Paper>
        );
      })}
    </Group>
  );
} // prettier-ignore
