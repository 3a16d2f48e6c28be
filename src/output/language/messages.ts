import type { Said } from '../../model/finding.js';
import { bundleMessages } from './bundle-table.js';
import { measuresMessages } from './measures-table.js';
import { planMessages } from './plan-table.js';
import { commonMessages } from './common-table.js';
import { timelineMessages } from './timeline-table.js';
import { interviewMessages } from './interview-table.js';
import { postureMessages } from './posture-table.js';
import { reportMessages } from './report-table.js';
import { respondMessages } from './respond-table.js';
import { siemMessages } from './siem-table.js';

/** All sentences of the outputs, by key, in both languages. An area adds its own table here. */
export const messages = {
  ...bundleMessages,
  ...commonMessages,
  ...timelineMessages,
  ...interviewMessages,
  ...postureMessages,
  ...reportMessages,
  ...respondMessages,
  ...siemMessages,
  ...planMessages,
  ...measuresMessages,
} as const satisfies Readonly<Record<string, Said>>;
