import { ActionIcon, Alert, AppShell, Badge, Burger, Group, NavLink, Progress, ScrollArea, SegmentedControl, Text, Tooltip, useComputedColorScheme, useMantineColorScheme } from '@mantine/core'; // prettier-ignore
import { useDisclosure } from '@mantine/hooks';
import { IconMoon, IconSun } from '@tabler/icons-react';
import { Link, Outlet, useLocation } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { ProblemError } from '../shared/api.js';
import { EventProvider } from '../shared/components/event-drawer.js';
import { ProblemAlert } from '../shared/components/problem-alert.js';
import { visibleText } from '../shared/format.js';
import { useLanguage, useWords } from '../shared/language.js';
import type { Status } from '../shared/queries.js';
import { useStatus } from '../shared/queries.js';
import { shellWords } from './shell-table.js';
import type { View } from './views.js';
import { overview, phases } from './views.js';

/** The frame of every view: the phases of the work on the left, the case and its state at the top. */
export function Shell(): ReactNode {
  const [opened, { toggle, close }] = useDisclosure();
  const t = useWords(shellWords);
  const status = useStatus();
  return (
    <AppShell
      header={{ height: 46 }}
      navbar={{ width: 212, breakpoint: 'sm', collapsed: { mobile: !opened } }}
      padding="md"
    >
      <AppShell.Header>
        <Group h="100%" px="md" justify="space-between" wrap="nowrap">
          <Group gap="sm" wrap="nowrap" miw={0}>
            <Burger opened={opened} onClick={toggle} hiddenFrom="sm" size="sm" aria-label={t('menu')} />
            <Text fw={700} size="lg" style={{ whiteSpace: 'nowrap' }}>Konseki <Text span c="dimmed" fw={400} lang="ja">痕跡</Text></Text>
            <Text truncate className="wrap">{visibleText(status.data?.case ?? '')}</Text>
            {status.data?.practice === true ? <Tooltip label={t('practiceData')}><Badge color="grape" variant="light">{t('practice')}</Badge></Tooltip> : null}
          </Group>
          <Group gap="md" wrap="nowrap">
            <State status={status.data} />
            <Text size="xs" c="dimmed" visibleFrom="md">{t('utc')}</Text>
            <Chooser />
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="xs" component="nav" aria-label={t('menu')}>
        <ScrollArea type="auto">
          <Entry view={overview} onClick={close} />
          {phases.map(({ word, views }, no) => (
            <div key={word}>
              <Text size="xs" c="dimmed" fw={600} mt="sm" mb={2} px="xs">{no + 1}. {t(word)}</Text>
              {views.map((view) => <Entry key={view.path} view={view} onClick={close} />)}
            </div>
          ))}
        </ScrollArea>
      </AppShell.Navbar>
      <AppShell.Main>
        {status.error instanceof ProblemError ? <Alert color="red" mb="md" role="alert">{status.error.problem.code === 'unreachable' ? t('lost') : status.error.message}</Alert> : null}
        {status.data === undefined || status.data.problem === null ? null : <ProblemAlert problem={status.data.problem} />}
        <EventProvider>
          <Outlet />
        </EventProvider>
      </AppShell.Main>
    </AppShell>
  );
} // prettier-ignore

function Entry({ view: { path, word, icon: Icon }, onClick }: { readonly view: View; readonly onClick: () => void }): ReactNode {
  const t = useWords(shellWords);
  const { pathname } = useLocation();
  const active = path === '/' ? pathname === '/' : pathname.startsWith(path);
  return (
    <NavLink
      component={Link}
      to={path}
      label={t(word)}
      leftSection={<Icon size={16} stroke={1.6} />}
      active={active}
      aria-current={active ? 'page' : undefined}
      onClick={onClick}
      px="xs"
      py={5}
    />
  );
} // prettier-ignore

function State({ status }: { readonly status: Status | undefined }): ReactNode {
  const t = useWords(shellWords);
  if (status === undefined) return null;
  if (status.state !== 'working') return <Text size="xs" c="dimmed" role="status">{t(status.state)}</Text>;
  const { work } = status;
  const said = work === null ? t('work.waiting') : t(`work.${work.step}`, { file: visibleText(work.file ?? '') });
  return (
    <div role="status">
      <Text size="xs" maw={320} truncate>{said}</Text>
      <Progress size="xs" w={180} value={work === null || work.total === 0 ? 100 : (work.done / work.total) * 100} animated={work === null || work.total === 0} striped={work === null || work.total === 0} aria-label={said} />
    </div>
  );
} // prettier-ignore

function Chooser(): ReactNode {
  const [language, setLanguage] = useLanguage();
  const { setColorScheme } = useMantineColorScheme();
  const scheme = useComputedColorScheme('light');
  const t = useWords(shellWords);
  const other = scheme === 'dark' ? 'light' : 'dark';
  return (
    <Group gap="xs" wrap="nowrap" className="no-print">
      <SegmentedControl
        size="xs"
        aria-label={t('language')}
        value={language}
        onChange={(value) => setLanguage(value)}
        data={[{ value: 'en', label: 'EN' }, { value: 'ja', label: '日本語' }]}
      />
      <Tooltip label={t(other)}>
        <ActionIcon variant="default" aria-label={t(other)} onClick={() => setColorScheme(other)}>
          {scheme === 'dark' ? <IconSun size={16} /> : <IconMoon size={16} />}
        </ActionIcon>
      </Tooltip>
    </Group>
  );
} // prettier-ignore
