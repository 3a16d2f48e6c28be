import { Button, Group, Modal, SegmentedControl, Stack, Text, Textarea } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useState } from 'react';
import { api, ask } from '../api.js';
import { visibleText } from '../format.js';
import { useWords } from '../language.js';
import { markWords } from './mark-words-table.js';
import { ErrorAlert } from './problem-alert.js';

type As = 'attacker' | 'user' | 'ours' | 'expected' | 'none';

/** A button that marks a session, an address or a finding, with a reason; as `konseki mark`. */
export function MarkButton({ what, name, choices }: { readonly what: string; readonly name: string; readonly choices: readonly As[] }): ReactNode {
  const t = useWords(markWords);
  const [opened, { open, close }] = useDisclosure();
  const [as, setAs] = useState<As>(choices[0] ?? 'none');
  const [why, setWhy] = useState('');
  const marking = useMutation({
    mutationFn: () => ask(api.marks.$post({ json: { what, as, why } })),
    onSuccess: () => {
      setWhy('');
      close();
    },
  });
  return (
    <>
      <Button size="compact-xs" variant="default" onClick={open} className="no-print">{t('mark')}</Button>
      <Modal opened={opened} onClose={close} title={<Text fw={600} className="wrap">{t('title', { what: visibleText(name) })}</Text>}>
        <form onSubmit={(event) => { event.preventDefault(); marking.mutate(); }}>
          <Stack>
            <Text size="sm" c="dimmed">{t('lead')}</Text>
            {marking.error === null ? null : <ErrorAlert error={marking.error} />}
            <SegmentedControl aria-label={t('as')} value={as} onChange={setAs} data={choices.map((value) => ({ value, label: t(`as.${value}`) }))} />
            <Textarea label={t('why')} placeholder={t('whyHint')} value={why} onChange={(event) => setWhy(event.currentTarget.value)} required={as !== 'none'} autosize minRows={2} maxLength={4000} data-autofocus />
            <Group justify="flex-end"><Button variant="default" onClick={close}>{t('cancel')}</Button><Button type="submit" loading={marking.isPending}>{t('save')}</Button></Group>
          </Stack>
        </form>
      </Modal>
    </>
  );
} // prettier-ignore

/** A mark that was made, where it matters. */
export function Marked({ mark }: { readonly mark: { readonly as: string; readonly by: string; readonly why: string } | null }): ReactNode {
  const t = useWords(markWords);
  return mark === null ? null : <Text size="xs" className="wrap">{t('marked', { as: visibleText(mark.as), by: visibleText(mark.by), why: visibleText(mark.why) })}</Text>;
} // prettier-ignore
