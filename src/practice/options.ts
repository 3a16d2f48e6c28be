import { KonsekiError } from '../errors.js';
import type { Scenario } from './attack/scenario.js';
import { scenarios } from './attack/scenarios.js';
import type { PracticeEffects } from './effects.js';

export interface PracticeOptions {
  /** The same seed gives the same bytes; a whole number from 0 on. */
  readonly seed: number;
  /** People in the company. */
  readonly users?: number;
  /** Days of logs; the last is the scenario's own. */
  readonly days?: number;
  /** About how many events there shall be: ordinary life is made as busy as that needs. */
  readonly events?: number;
  /** A folder that is empty or not there. */
  readonly out: string;
}

/** Records that a person's working day makes: so many at any scale, so many more for each unit of it. */
export const perPersonDay = { fixed: 1.95, scaled: 14.6 } as const;
const most = { users: 20_000, days: 365, events: 50_000_000 } as const;

const usage = (message: string, hint: string): KonsekiError =>
  new KonsekiError(message, { code: 'usage', hint });

/** The scenario with this slug. @throws KonsekiError `usage` that names the ones there are. */
export function scenarioOf(slug: string): Scenario {
  const found = scenarios.find((scenario) => scenario.slug === slug);
  if (found === undefined)
    throw usage(
      `There is no practice scenario "${slug}".`,
      `Choose one of: ${scenarios.map((scenario) => scenario.slug).join(', ')}.`,
    );
  return found;
}

export interface Sizes {
  readonly users: number;
  readonly days: number;
  readonly events: number | undefined;
}

/** The sizes asked for, or the scenario's own. @throws KonsekiError `usage` for impossible ones. */
export function sizesOf(scenario: Scenario, options: PracticeOptions): Sizes {
  const whole = (name: string, value: number, least: number, limit: number): number => {
    if (!Number.isSafeInteger(value) || value < least || value > limit)
      throw usage(
        `--${name} ${value} is not possible for "${scenario.slug}".`,
        `Give a whole number from ${least} to ${limit.toLocaleString('en-US')}.`,
      );
    return value;
  };
  whole('seed', options.seed, 0, 4_294_967_295);
  const users = whole('users', options.users ?? scenario.users, scenario.leastUsers, most.users);
  const days = whole('days', options.days ?? scenario.days, scenario.leastDays, most.days);
  const events =
    options.events === undefined ? undefined : whole('events', options.events, 1, most.events);
  // Below one record a person and day nobody would have a life; above so many nobody could.
  const each = events === undefined ? 10 : events / (users * days);
  if (each < 1 || each > 5_000)
    throw usage(
      `${(events ?? 0).toLocaleString('en-US')} events do not fit ${users} people over ${days} days.`,
      `Ask for between ${(users * days).toLocaleString('en-US')} and ${(users * days * 5_000).toLocaleString('en-US')} events, or change --users or --days.`,
    );
  return { users, days, events };
}

/** Makes the folder. @throws KonsekiError `case-exists` where something is in it already. */
export async function freshFolder(folder: string, effects: PracticeEffects): Promise<void> {
  const names = await effects.list(folder);
  if (names !== undefined && names.length > 0)
    throw new KonsekiError('The folder for the practice incident is not empty.', {
      code: 'case-exists',
      place: { file: folder },
      hint: 'Name an empty folder or one that does not exist yet: --out DIR.',
    });
  await effects.makeFolder(folder);
}
