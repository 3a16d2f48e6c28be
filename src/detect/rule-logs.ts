import type { Source } from '../model/event.js';
import { sources } from '../model/event.js';
import { logSourceParts } from '../sigma/log-source.js';
import { analyserNamed } from './analysers/registry.js';
import type { DetectRule } from './rule.js';

/** The logs in which a rule looks, as far as it says so; of a correlation, nothing. */
export function logsOf({ finder }: DetectRule): readonly Source[] {
  switch (finder.kind) {
    case 'rule': {
      const found = new Set(logSourceParts(finder.rule.logsource).map(({ source }) => source));
      return sources.filter((source) => found.has(source));
    }
    case 'analyser':
      return analyserNamed(finder.slug)?.logs ?? [];
    case 'correlation':
      return [];
  }
}
