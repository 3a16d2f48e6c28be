import { Center, Paper, Skeleton, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';

/** While an answer is awaited: the shape of what comes. */
export function Loading({ rows = 6, label }: { readonly rows?: number; readonly label: string }): ReactNode {
  return (
    <Stack gap="xs" role="status" aria-label={label}>
      {Array.from({ length: rows }, (_, at) => <Skeleton key={at} height={22} width={`${96 - ((at * 17) % 40)}%`} />)}
    </Stack>
  );
} // prettier-ignore

/** Where there is nothing: why, and what to do. */
export function Nothing({ title, children }: { readonly title: string; readonly children?: ReactNode }): ReactNode {
  return (
    <Paper>
      <Center mih={140}>
        <Stack gap={4} align="center" maw={560}>
          <Text fw={600}>{title}</Text>
          {children === undefined ? null : <Text size="sm" c="dimmed" ta="center" component="div">{children}</Text>}
        </Stack>
      </Center>
    </Paper>
  );
} // prettier-ignore

/** The head of a view. */
export function ViewTitle({ title, children }: { readonly title: string; readonly children?: ReactNode }): ReactNode {
  return (
    <Stack gap={2} mb="md">
      <Title order={1}>{title}</Title>
      {children === undefined ? null : <Text size="sm" c="dimmed" component="div">{children}</Text>}
    </Stack>
  );
} // prettier-ignore
