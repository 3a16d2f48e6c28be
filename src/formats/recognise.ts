import type { Fields } from '../read/record.js';
import type { Format } from './format.js';
import { fieldKey } from './path.js';

export type RecordShape = 'csv' | 'json' | 'mail';

interface Probe {
  readonly format: Format;
  readonly needs: readonly (readonly string[])[];
  readonly not: readonly string[];
}

export interface Recogniser {
  /** The first format of the registry whose signature the fields have. */
  readonly recognise: (fields: Fields, shape: RecordShape) => Format | undefined;
}

/**
 * Builds a recogniser over formats, tried in their order. Which formats a set of field names can
 * be is remembered, so that a million rows under one header are looked at once.
 */
export function makeRecogniser(formats: readonly Format[]): Recogniser {
  const probes = formats.map((format): Probe => {
    const keysOf = (name: string): readonly string[] => [
      fieldKey(name),
      ...(format.aliases?.[name] ?? []).map(fieldKey),
    ];
    return {
      format,
      needs: format.recognise.needs.map((need) =>
        typeof need === 'string' ? keysOf(need) : need.flatMap(keysOf),
      ),
      not: (format.recognise.not ?? []).map(fieldKey),
    };
  });
  const candidates = new Map<string, readonly Format[]>();

  function candidatesOf(fields: Fields, shape: RecordShape): readonly Format[] {
    const names = Object.keys(fields);
    const memo = `${shape}\u0000${names.join('\u0000')}`;
    const known = candidates.get(memo);
    if (known !== undefined) return known;
    const keys = new Set(names.map(fieldKey));
    const found = probes
      .filter(
        ({ format, needs, not }) =>
          format.recognise.shapes.includes(shape) &&
          needs.every((oneOf) => oneOf.some((key) => keys.has(key))) &&
          !not.some((key) => keys.has(key)),
      )
      .map(({ format }) => format);
    // Field names can come from the evidence: the memo is bounded.
    if (candidates.size > 5_000) candidates.clear();
    candidates.set(memo, found);
    return found;
  }

  return {
    recognise: (fields, shape) =>
      candidatesOf(fields, shape).find(
        ({ recognise }) => recognise.accepts === undefined || recognise.accepts(fields),
      ),
  };
}
