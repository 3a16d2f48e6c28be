import type { Random } from '../random.js';
import type { CastMember, Person } from '../company/person.js';
import type { Company } from '../company/company.js';
import type { Source } from '../../model/event.js';
import type { LicenceKey } from '../licences.js';
import type { Scene } from './scene.js';

/** A span of time that an export does not hold. */
export interface Hole {
  readonly source: Source;
  readonly from: number;
  readonly to: number;
}

/** What the response team was given. */
export interface Exports {
  readonly signIns: boolean;
  readonly audit: boolean;
  readonly trace: boolean;
  readonly azure?: boolean;
  readonly risk?: boolean;
  /** Graph beta's JSON of these people's interactive sign-ins. */
  readonly graphSignIns?: readonly Person[];
  /** Search-UnifiedAuditLog of these people; none: no such export. */
  readonly search: readonly Person[];
  /** Only the newest so many records of that search. */
  readonly searchCut?: number;
  readonly holes?: readonly Hole[];
}

/** A kind of incident: who is needed, and the script. One file each. */
export interface Scenario {
  readonly slug: string;
  /** One line for a list. */
  readonly title: string;
  /** Last local day, `2024-05-10`. */
  readonly last: string;
  readonly leastUsers: number;
  readonly leastDays: number;
  readonly users: number;
  readonly days: number;
  readonly licence: LicenceKey;
  readonly cast: readonly CastMember[];
  /** People of the cast whose habits differ, by the length of the span. */
  readonly castFor?: (days: number) => readonly CastMember[];
  readonly play: (scene: Scene) => void;
  readonly exports: (company: Company, random: Random) => Exports;
}

/** Who is in the company in every scenario (W-81). */
export const everyone = [
  { given: 'Alice', family: 'Aoki', department: 'Sales', title: 'Coordinator', settled: true },
  { given: 'Adele', family: 'Vance', department: 'Sales', title: 'Manager', settled: true },
  { given: 'Grady', family: 'Archie', department: 'Sales', title: 'Associate', settled: true },
  { given: 'Johanna', family: 'Lorenz', department: 'Sales', title: 'Associate', settled: true },
  { given: 'Megan', family: 'Bowen', department: 'IT', title: 'IT administrator', roles: ['Global Administrator'], settled: true },
  { given: 'Alex', family: 'Wilber', department: 'Accounting', title: 'Manager', settled: true },
  { given: 'Debra', family: 'Berger', department: 'Executive', title: 'Director', settled: true },
  { given: 'Lee', family: 'Gu', department: 'IT', title: 'Cloud engineer', roles: ['Privileged Role Administrator'], settled: true },
] as const satisfies readonly CastMember[]; // prettier-ignore
