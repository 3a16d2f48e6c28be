import { Alert, Text } from '@mantine/core';
import { IconAlertCircle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { Problem } from '../../../api/problem.js';
import { ProblemError } from '../api.js';
import { visibleText } from '../format.js';

/** What could not be done: the sentence, its place, the way out. */
export function ProblemAlert({ problem }: { readonly problem: Problem }): ReactNode {
  return (
    <Alert color="red" icon={<IconAlertCircle size={18} />} title={visibleText(problem.message)} mb="md" role="alert">
      {problem.place === null ? null : <Text size="sm" className="mono">{visibleText(problem.place)}</Text>}
      {problem.hint === null ? null : <Text size="sm">{visibleText(problem.hint)}</Text>}
    </Alert>
  );
} // prettier-ignore

/** The same for whatever a query threw. */
export function ErrorAlert({ error }: { readonly error: Error }): ReactNode {
  const problem = error instanceof ProblemError ? error.problem : { code: 'internal', message: error.message, hint: null, place: null }; // prettier-ignore
  return <ProblemAlert problem={problem} />;
}
