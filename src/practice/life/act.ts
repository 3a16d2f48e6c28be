import type { Company } from '../company/company.js';
import type { Person, Surface } from '../company/person.js';
import { surfaces } from '../company/person.js';
import type { Emit } from '../records/draft.js';
import type { Message } from '../records/message.js';

/** Something that happens; its records are made when its turn in time has come. */
export interface Act {
  readonly time: number;
  readonly make: (emit: Emit) => void;
}

/** The token a client last got. */
export interface Token {
  /** Request id of the sign-in. */
  readonly id: string;
  readonly time: number;
}

/** A person while the days go by: what ordinary life knows of yesterday. */
export interface Live {
  readonly person: Person;
  readonly tokens: Record<Surface, Token | null>;
  /** The last mails that came in, the newest last. */
  readonly inbox: Message[];
}

export interface Life {
  readonly company: Company;
  readonly people: readonly Live[];
  readonly byUpn: ReadonlyMap<string, Live>;
  /** How busy everybody is: 1 is some 15 records a person and working day. */
  readonly scale: number;
}

export function makeLife(company: Company, scale: number): Life {
  const people = company.people.map((person): Live => ({
    person,
    tokens: { browser: null, native: null, phone: null },
    inbox: [],
  }));
  return {
    company,
    people,
    byUpn: new Map(people.map((live) => [live.person.upn, live])),
    scale,
  };
}

const kept = 12;
/** A mail arrives in somebody's inbox. */
export function receive(live: Live, message: Message): void {
  live.inbox.push(message);
  if (live.inbox.length > kept) live.inbox.shift();
}

export { surfaces };
