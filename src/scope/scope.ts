import type { EventPlace } from '../detect/analyser.js';
import type { Entity, EntityKind, LinkKind, ScopeMember } from '../model/incident.js';
import type { Said } from '../model/finding.js';
import type { JudgedSession, JudgedStrand } from './verdict.js';

/** What an investigation begins with: `user:alice@…`, or the gravest session. */
export interface Seed {
  readonly kind: EntityKind | 'time';
  readonly value: string;
  readonly link: LinkKind;
  readonly said: Said;
  readonly events: readonly string[];
}

/** An event in scope that is not in a strand of the attacker's, or is so for another reason. */
export interface ScopedPlace extends EventPlace {
  readonly link: LinkKind;
}

export interface Excluded {
  readonly kind: EntityKind;
  readonly value: string;
  readonly said: Said;
  readonly events: readonly string[];
}

/** One intrusion: what belongs to it, and how each thing came in. */
export interface IncidentScope {
  /** Until nothing new came in. */
  readonly rounds: number;
  readonly members: readonly ScopeMember[];
  /** Strands in which the attacker acted, by number. */
  readonly strands: readonly JudgedStrand[];
  readonly sessions: readonly JudgedSession[];
  /** Events beside those of the strands. */
  readonly places: readonly ScopedPlace[];
  readonly excluded: readonly Excluded[];
}

export const keyOf = ({ kind, value }: Entity): string => `${kind}:${value}`;
export const placeKey = ({ evidenceId, recordNo }: EventPlace): string =>
  `${evidenceId}:${recordNo}`;

/** The members of a scope as they come in: the first way in is kept, with its whole chain. */
export class Members {
  readonly #members = new Map<string, ScopeMember>();

  /** @returns whether it is new. */
  add(
    entity: Entity & { readonly name?: string | undefined },
    from: Entity | undefined,
    round: number,
    link: LinkKind,
    said: Said,
    events: readonly string[],
  ): boolean {
    const key = keyOf(entity);
    if (this.#members.has(key)) return false;
    const before = from === undefined ? [] : (this.#members.get(keyOf(from))?.chain ?? []);
    this.#members.set(key, {
      kind: entity.kind,
      value: entity.value,
      name: entity.name ?? null,
      round,
      link,
      chain: [
        ...before,
        {
          from: from === undefined ? null : { kind: from.kind, value: from.value },
          link,
          said,
          events: [...new Set(events)],
        },
      ],
    });
    return true;
  }

  has(entity: Entity): boolean {
    return this.#members.has(keyOf(entity));
  }

  /** Those that came in at a round, in the order they did. */
  of(round: number): readonly ScopeMember[] {
    return [...this.#members.values()].filter((member) => member.round === round);
  }

  all(): readonly ScopeMember[] {
    return [...this.#members.values()];
  }
}
