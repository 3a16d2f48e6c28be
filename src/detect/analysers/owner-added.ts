import { z } from 'zod';
import type { Analyser, AnalyserMatch } from '../analyser.js';
import type { DirectoryAct } from '../directory/act.js';
import { accountOf } from '../directory/act.js';
import { distinct, groupByKeys, listed, minute, placesOf } from '../directory/groups.js';
import { exactly, readActs } from '../directory/read.js';
import { applicationFacts } from './application-facts.js';

const owning = ['add owner to application', 'add owner to service principal'];
const making = ['add application', 'add service principal'];

const parameters = z.strictObject({
  /** Whoever makes an application is its first owner: such within this time is left out. */
  minutes: z.number().positive().default(10),
});
type Parameters = z.infer<typeof parameters>;

function matchOf(group: readonly DirectoryAct[]): AnalyserMatch {
  const facts = group.map(applicationFacts);
  const names = distinct(facts.flatMap((one) => one.names));
  const [id] = distinct(facts.flatMap((one) => one.appIds));
  const by = distinct(group.map((act) => act.by));
  const owners = distinct(group.map((act) => accountOf(act)));
  return {
    events: placesOf(group),
    severity: owners.some((owner) => by.includes(owner)) ? 'medium' : 'low',
    values: {
      by: listed(by),
      owner: listed(owners),
      ...(names.length === 0 ? {} : { application: listed(names) }),
      ...(id === undefined ? {} : { application_id: id }),
    },
  };
}

/** An application that was there before gets an owner, who may then give it credentials. */
export const ownerAdded: Analyser<Parameters> = {
  slug: 'owner-added',
  parameters,
  run: async (store, { minutes }) => {
    const acts = (await readActs(store, exactly([...owning, ...making]))).filter(
      ({ failed, byApplication }) => !failed && !byApplication,
    );
    const span = BigInt(Math.round(minutes * 60)) * (minute / 60n);
    const keysOf = (act: DirectoryAct): readonly string[] => {
      const { appIds, objects } = applicationFacts(act);
      return distinct([act.correlation, ...appIds, ...objects]);
    };
    const made = acts.filter(({ operation }) => making.includes(operation));
    const later = acts.filter((act) => {
      if (!owning.includes(act.operation)) return false;
      const keys = new Set(keysOf(act));
      return !made.some(
        (other) =>
          act.time - other.time <= span &&
          other.time - act.time <= span &&
          keysOf(other).some((key) => keys.has(key)),
      );
    });
    return groupByKeys(later, (act) => keysOf(act), span).map(matchOf);
  },
};
