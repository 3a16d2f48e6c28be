import { createHash } from 'node:crypto';
import type { Conversion, Found } from '../convert.js';
import type { Cell } from '../format.js';
import { parseLocal, parseUtc } from '../time.js';

/** Activity logs are read record by record, so these conversions have no SQL. */

const textOf = (found: Found | undefined): string => found?.trim() ?? '';
const lowerOf = (found: Found | undefined): string => textOf(found).toLowerCase();

/**
 * How far an operation had come, as the exports spell it: the event hub and AzureActivity say
 * `Start`, the REST API says `Started`. Accepted is not done: a long operation has begun.
 */
const phases: Readonly<Record<string, string>> = {
  start: 'start',
  started: 'start',
  開始済み: 'start',
  accept: 'accept',
  accepted: 'accept',
  受理: 'accept',
  success: 'success',
  succeeded: 'success',
  成功: 'success',
  failure: 'failure',
  failed: 'failure',
  fail: 'failure',
  失敗: 'failure',
  canceled: 'failure',
  cancelled: 'failure',
};
const phaseByName = new Map(Object.entries(phases));
const phaseOf = (status: Found | undefined): string =>
  phaseByName.get(lowerOf(status)) ?? lowerOf(status);

/** Status → success or failure; what has only begun, and states like `Active`, are unknown. */
export const outcome: Conversion = {
  name: 'azureOutcome',
  js: ([status]) => {
    if (textOf(status) === '') return null;
    const phase = phaseOf(status);
    return phase === 'success' || phase === 'failure' ? phase : 'unknown';
  },
};

/** Status, value → the value, of failed operations only: others say why they are `OK`. */
export const ofFailed: Conversion = {
  name: 'azureOfFailed',
  js: ([status, value]) => (phaseOf(status) === 'failure' ? textOf(value) || null : null),
};

/** Status, resultSignature → `Forbidden` of `Failed.Forbidden`. */
export const failedSignature: Conversion = {
  name: 'azureFailedSignature',
  js: ([status, signature]) =>
    phaseOf(status) === 'failure' ? (/^[^.]*\.(.+)$/.exec(textOf(signature))?.[1] ?? null) : null,
};

/**
 * Claim idtyp, evidence.principalType → application where the token was an application's own. Of
 * the others the log does not say whether they are members or guests.
 */
export const userKind: Conversion = {
  name: 'azureUserKind',
  js: ([idType, principalType]) =>
    lowerOf(idType) === 'app' || lowerOf(principalType) === 'serviceprincipal'
      ? 'application'
      : null,
};

/** Management events. Of the others several can be equal in all that a match key looks at. */
const management: ReadonlySet<string> = new Set(['administrative', 'write', 'delete', 'action']);

/** The fields that tell one management event from another, each with the paths it may stand at. */
export interface EventIdentity {
  readonly correlation: readonly string[];
  readonly operation: readonly string[];
  readonly status: readonly string[];
  readonly resource: readonly string[];
  readonly time: readonly string[];
  readonly category: readonly string[];
}

/**
 * A hash that is the same in every export of one event: letter case, the status's spelling and the
 * digits of the time differ between them.
 */
export function matchKey(paths: EventIdentity): Cell {
  const groups = [
    paths.correlation,
    paths.operation,
    paths.status,
    paths.resource,
    paths.time,
    paths.category,
  ];
  return {
    of: groups.flat(),
    as: {
      name: 'azureMatchKey',
      js: (found) => {
        let from = 0;
        const [correlation = '', operation = '', status = '', resource = '', time = '', category] =
          groups.map(({ length }) => {
            const values = found.slice(from, (from += length));
            return values.map(textOf).find((value) => value !== '');
          });
        const at = parseLocal(time);
        if (at === null || correlation === '' || operation === '') return null;
        if (category === undefined || !management.has(category.toLowerCase())) return null;
        // Sentinel's CSV and PowerShell cut the time to milliseconds.
        const ids = [correlation, operation, phaseOf(status), resource].map(lowerOf);
        const parts = ['azure_activity', ...ids, String(at / 1000n)];
        const digest = createHash('sha256').update(parts.join('\u001f'));
        return `h-${digest.digest('hex').slice(0, 32)}`;
      },
    },
  };
}

const months = 'JanFebMarAprMayJunJulAugSepOctNovDec';
const browserDate =
  /^[A-Z][a-z]{2} ([A-Z][a-z]{2}) (\d{2}) (\d{4}) (\d\d:\d\d:\d\d) GMT([+-]\d{4})(?: \(.*\))?$/u;

/**
 * The portal's CSV: UTC in ISO 8601, or the browser's own `Fri May 10 2024 18:31:12 GMT+0900
 * (Japan Standard Time)`. A time without zone would be the browser's: it is not taken.
 */
export const portalTime: Conversion = {
  name: 'azurePortalTime',
  js: ([found]) => {
    const written = textOf(found);
    if (/(?:Z|[+-]\d\d:?\d\d)$/.test(written)) {
      const exact = parseUtc(written);
      if (exact !== null) return exact;
    }
    const [, month = '', day = '', year = '', clock = '', zone = ''] =
      browserDate.exec(written) ?? [];
    const at = months.indexOf(month);
    if (month === '' || at < 0) return null;
    return parseUtc(`${year}-${String(at / 3 + 1).padStart(2, '0')}-${day}T${clock}${zone}`);
  },
};
