import type { Snapshot } from '../snapshot/snapshot.js';
import type { Directory } from './directory.js';
import type { Licences } from './licence.js';

/** What all measures are judged by. */
export interface Tenant {
  readonly snapshot: Snapshot;
  readonly directory: Directory;
  readonly licences: Licences;
  /** Ids of users and groups that a person named as break-glass, in lower case. */
  readonly breakGlass: readonly string[];
  /** Now, in milliseconds since 1970. */
  readonly now: number;
  /** Days without sign-in after which an account is unused. */
  readonly days: number;
}
