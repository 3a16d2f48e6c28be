import type { RuleEvent } from '../sigma/values.js';
import { firstPartyApps } from './analysers/first-party-apps-table.js';
import type { DirectoryAct } from './directory/act.js';
import { partsOf } from './directory/parse.js';

const guid = /[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/gi;
const idProperty = /(?:^|\.)(?:AppId|AppPrincipalId|ServicePrincipalNames)$/i;

/**
 * Ids of the applications that acts of the directory are about; Microsoft's own are everybody's. Where the target goes by the
 * object id of its service principal, its application's is in `AppId`, `AppPrincipalId` or `TargetId.ServicePrincipalNames`.
 */
export function appIdsOf(
  acts: readonly Pick<DirectoryAct, 'targets' | 'changes'>[],
): readonly string[] {
  const ids = acts.flatMap(({ targets, changes }) => [
    ...targets.flatMap(({ appId }) => appId ?? []),
    ...changes
      .filter(({ name }) => idProperty.test(name))
      .flatMap(({ after }) => after?.match(guid) ?? []),
  ]);
  const different = new Set(ids.map((id) => id.toLowerCase()));
  return [...different].filter((id) => !firstPartyApps.has(id)).sort();
}

/** The same of records. */
export const appIdsIn = (events: readonly RuleEvent[]): readonly string[] =>
  appIdsOf(events.map(({ raw }) => partsOf(raw ?? undefined)));
