import { azureActivityFormats } from './azure-activity/formats.js';
import { entraAuditFormats } from './entra-audit/formats.js';
import { entraSignInFormats } from './entra-signin/formats.js';
import type { Format } from './format.js';
import { graphActivityFormats } from './graph-activity/formats.js';
import { mailFormats } from './mail/formats.js';
import { messageTraceFormats } from './message-trace/formats.js';
import type { Recogniser } from './recognise.js';
import { makeRecogniser } from './recognise.js';
import { riskDetectionFormats } from './risk-detection/formats.js';
import { ualFormats } from './ual/formats.js';

/** Every format, the more specific before the more general: the first that fits is taken. */
export const formats: readonly Format[] = [
  ...entraSignInFormats,
  ...entraAuditFormats,
  ...riskDetectionFormats,
  ...graphActivityFormats,
  ...azureActivityFormats,
  ...ualFormats,
  ...messageTraceFormats,
  ...mailFormats,
];

const byName = new Map(formats.map((format) => [format.name, format]));
export const formatNamed = (name: string): Format | undefined => byName.get(name);

export const recogniser: Recogniser = makeRecogniser(formats);
