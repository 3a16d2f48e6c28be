import { KonsekiError } from '../errors.js';
import type { LogSourcePart } from './field.js';
import { logSourceTable, productNames } from './log-source-table.js';
import type { LogSource } from './rule.js';

const named = ({ product, category, service }: LogSource): string =>
  [
    ['product', product],
    ['category', category],
    ['service', service],
  ]
    .flatMap(([name, value]) => (value === undefined ? [] : [`${String(name)}: ${value}`]))
    .join(', ');

/** Product of a log source in the spelling of the table; undefined where it is none of ours. */
export const productOf = ({ product }: LogSource): string | undefined =>
  productNames[product?.toLowerCase() ?? ''];

/**
 * Which events a log source means: those of any of the parts.
 *
 * @throws KonsekiError `not-recognised` naming a log source that is none of ours: a rule for it would
 * silently look at nothing, or at everything.
 */
export function logSourceParts(logsource: LogSource): readonly LogSourcePart[] {
  const services = logSourceTable[productOf(logsource) ?? ''];
  const parts =
    logsource.category === undefined
      ? services?.[logsource.service?.toLowerCase() ?? '']
      : undefined;
  if (parts !== undefined) return parts;
  const all = named(logsource);
  const known = Object.entries(logSourceTable)
    .map(
      ([product, services]) =>
        `${product} with ${Object.keys(services).filter(Boolean).join(', ')}`,
    )
    .join('; ');
  throw new KonsekiError(
    all === '' ? 'The rule names no log source.' : `No log source is known as ${all}.`,
    { code: 'not-recognised', hint: `Known are ${known}.` },
  );
}
