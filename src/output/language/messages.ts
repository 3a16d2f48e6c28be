import type { Said } from '../../model/finding.js';
import { commonMessages } from './common-table.js';
import { timelineMessages } from './timeline-table.js';
import { interviewMessages } from './interview-table.js';
import { reportMessages } from './report-table.js';
import { respondMessages } from './respond-table.js';

/** All sentences of the outputs, by key, in both languages. An area adds its own table here. */
export const messages = {
  ...commonMessages,
  ...timelineMessages,
  ...interviewMessages,
  ...reportMessages,
  ...respondMessages,
} as const satisfies Readonly<Record<string, Said>>;
