import type { Store } from '../../store/store.js';
import { parseAgent } from './agent.js';
import type { IpDatabase } from './ip-database.js';
import { openIpDatabase } from './ip-database.js';

/**
 * Looks up every address and user agent of the case that has not been looked up yet. A better
 * database (`mmdb`) looks all of them up anew.
 */
export async function enrich(store: Store, mmdb: readonly string[] | undefined): Promise<void> {
  // Opened first: a database that cannot be read must not cost what is there.
  const database = await openIpDatabase(mmdb === undefined ? {} : { mmdb });
  if (mmdb !== undefined) await store.forgetAddresses();
  await enrichFrom(store, database);
}

/** The same with databases that are open. */
export async function enrichFrom(store: Store, database: IpDatabase): Promise<void> {
  const addresses = await store.unknownAddresses();
  await store.saveAddresses(
    addresses.map((ip) => {
      const info = database.lookup(ip);
      return {
        ip,
        country: info.country,
        city: info.city,
        asn: info.asn,
        asOrg: info.as_org,
        kind: info.kind,
        origin: info.source ?? '',
      };
    }),
  );
  const agents = await store.unknownAgents();
  await store.saveAgents(agents.map((userAgent) => ({ userAgent, ...parseAgent(userAgent) })));
}
