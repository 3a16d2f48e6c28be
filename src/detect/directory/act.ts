import type { Source } from '../../model/event.js';
import type { EventPlace } from '../analyser.js';

/** What was acted upon. */
export interface ActTarget {
  /** Lower case: user, application, serviceprincipal, device, role, group, policy, other … */
  readonly type: string | undefined;
  /** Object id, lower case. */
  readonly id: string | undefined;
  readonly name: string | undefined;
  /** User principal name, lower case. */
  readonly upn: string | undefined;
  /** Of applications and service principals. */
  readonly appId: string | undefined;
}

/** A property that was changed, its values as `plain` gives them. */
export interface Change {
  readonly name: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/**
 * One change of the directory, whichever of the two logs tells it: the unified audit log (type 8,
 * AzureActiveDirectory) or the Entra audit log. An act that both tell is one act with two places.
 */
export interface DirectoryAct {
  readonly places: readonly EventPlace[];
  readonly sources: readonly Source[];
  /** UTC microseconds. */
  readonly time: bigint;
  /** Lower case. */
  readonly operation: string;
  readonly failed: boolean;
  /** Who: user principal name or the name of an application, lower case. */
  readonly by: string;
  readonly byId: string | undefined;
  /** An application or a service of Microsoft's did it, not a person. */
  readonly byApplication: boolean;
  readonly targets: readonly ActTarget[];
  readonly changes: readonly Change[];
  /** Lower-case name → value. */
  readonly details: ReadonlyMap<string, string>;
  readonly reason: string | undefined;
  readonly correlation: string | undefined;
  readonly session: string | undefined;
  readonly ip: string | undefined;
  readonly agent: string | undefined;
  /** The event's own `target_user`. */
  readonly targetUser: string | undefined;
}

/** A changed property by its name, without regard to case. */
export function changeOf(act: DirectoryAct, ...names: readonly string[]): Change | undefined {
  for (const name of names) {
    const wanted = name.toLowerCase();
    const found = act.changes.find((change) => change.name.toLowerCase() === wanted);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** What a property was set to. */
export const after = (act: DirectoryAct, ...names: readonly string[]): string | undefined =>
  changeOf(act, ...names)?.after;

/** The first target of a type. */
export const targetOf = (act: DirectoryAct, ...types: readonly string[]): ActTarget | undefined =>
  act.targets.find(({ type }) => type !== undefined && types.includes(type));

/** The account acted upon: user principal name, else the id. */
export function accountOf(act: DirectoryAct): string | undefined {
  const user = targetOf(act, 'user');
  return act.targetUser ?? user?.upn ?? user?.id;
}
