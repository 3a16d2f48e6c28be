import type { RuleEvent } from '../sigma/values.js';
import { firstPartyApps } from './analysers/first-party-apps-table.js';
import { partsOf } from './directory/parse.js';

const guid = /[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/gi;
const idProperty = /(?:^|\.)(?:AppId|AppPrincipalId|ServicePrincipalNames)$/i;

/** Ids of the applications that records of the directory are about; Microsoft's own are everybody's. */
export function appIdsIn(events: readonly RuleEvent[]): readonly string[] {
  const ids = events.flatMap(({ raw }) => {
    const { targets, changes } = partsOf(raw ?? undefined);
    return [
      ...targets.flatMap(({ appId }) => appId ?? []),
      ...changes
        .filter(({ name }) => idProperty.test(name))
        .flatMap(({ after }) => after?.match(guid) ?? []),
    ];
  });
  const different = new Set(ids.map((id) => id.toLowerCase()));
  return [...different].filter((id) => !firstPartyApps.has(id)).sort();
}
