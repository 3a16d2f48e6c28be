import { isRecord } from './record.js';

const deepest = 30;

/**
 * An object as Graph writes it, from one as the Graph PowerShell module does: names in upper camel case,
 * and what the module has no property for under `AdditionalProperties`. Others stay as they are.
 */
export function fromPowerShell(value: unknown, depth = 0): unknown {
  if (depth === 0 && !(isRecord(value) && ('Id' in value || 'DisplayName' in value || 'AdditionalProperties' in value)))
    return value; // prettier-ignore
  if (depth > deepest) return value;
  if (Array.isArray(value)) return value.map((one) => fromPowerShell(one, depth + 1));
  if (!isRecord(value)) return value;
  const more = value['AdditionalProperties'];
  const all = Object.entries({ ...value, ...(isRecord(more) ? more : {}) });
  return Object.fromEntries(
    all
      .filter(([name]) => name !== 'AdditionalProperties')
      .map(([name, inner]) => [lowerFirst(name), fromPowerShell(inner, depth + 1)]),
  );
}

/** `AzureADJoin` is `azureADJoin`, `Id` is `id`. */
const lowerFirst = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1);
