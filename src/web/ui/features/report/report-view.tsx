import { Button, Group, Paper, SegmentedControl, Select, Switch, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useState } from 'react';
import { ViewTitle } from '../../shared/components/states.js';
import type { Language } from '../../shared/language.js';
import { useLanguage, useWords } from '../../shared/language.js';
import { useStatus } from '../../shared/queries.js';
import { reportWords } from './report-table.js';

const formats = ['pdf', 'docx', 'html', 'md', 'xlsx'] as const;
const tlps = ['clear', 'green', 'amber', 'amber+strict', 'red'] as const;

/** The report in both languages, to look at and to take. */
export function ReportView(): ReactNode {
  const t = useWords(reportWords);
  const [own] = useLanguage();
  const status = useStatus();
  const [language, setLanguage] = useState<Language>(own);
  const [tlp, setTlp] = useState<string>('amber');
  const [redact, setRedact] = useState(false);
  const address = (format: string, download: boolean): string =>
    `/api/report?${new URLSearchParams({ format, lang: language, tlp, redact: redact ? '1' : '0', download: download ? '1' : '0' }).toString()}`;
  return (
    <>
      <ViewTitle title={t('title')}>{t('lead')}</ViewTitle>
      <Group mb="md" align="flex-end" className="no-print">
        <SegmentedControl size="sm" aria-label={t('language')} value={language} onChange={(value) => setLanguage(value)} data={[{ value: 'en', label: 'English' }, { value: 'ja', label: '日本語' }]} />
        <Select label={t('tlp')} w={170} allowDeselect={false} value={tlp} onChange={(value) => setTlp(value ?? 'amber')} data={tlps.map((value) => ({ value, label: `TLP:${value.toUpperCase()}` }))} />
        <Switch label={t('redact')} checked={redact} onChange={(event) => setRedact(event.currentTarget.checked)} />
        <Group gap={6} role="group" aria-label={t('download')}>{formats.map((format) => <Button key={format} component="a" href={address(format, true)} download variant="default" size="compact-md">{format.toUpperCase()}</Button>)}</Group>
      </Group>
      <Text size="xs" c="dimmed" mb="xs">{t('print')}</Text>
      <Paper p={0}>
        <iframe key={`${address('html', false)} ${status.data?.revision ?? ''}`} title={t('preview')} src={address('html', false)} sandbox="" style={{ width: '100%', height: '75vh', border: 0, background: 'white' }} />
      </Paper>
    </>
  );
} // prettier-ignore
