import type { Random } from '../random.js';
import type { Clock } from './clock.js';
import { departments } from './departments-table.js';
import { familyNames, foreignNames, givenNames } from './names-table.js';
import { officeNetworks } from './networks-table.js';
import type { CastMember, Person } from './person.js';
import { makePerson } from './person.js';
import type { Place } from './place.js';
import { placeIn } from './place.js';

/** The company whose tenant it is: everything that stays as it is over the month. */
export interface Company {
  readonly name: string;
  readonly domain: string;
  /** `example0.onmicrosoft.com`. */
  readonly initialDomain: string;
  readonly partners: readonly string[];
  readonly tenantId: string;
  readonly licence: string;
  readonly people: readonly Person[];
  readonly offices: readonly Place[];
  readonly clock: Clock;
  /** Sites of SharePoint by department site name. */
  readonly sites: Readonly<Record<string, Site>>;
  /** Records carry session and token as they do since 2025, or as in 2024. */
  readonly modern: boolean;
}

export interface Site {
  readonly url: string;
  readonly site: string;
  readonly web: string;
  readonly list: string;
}

export interface CompanyPlan {
  readonly users: number;
  readonly cast: readonly CastMember[];
  readonly licence: string;
  readonly clock: Clock;
}

export const domain = 'example0.jp';
export const partner = 'example1.jp';
export const companyName = 'Example Trading';

/** Upn of a name, as the company writes it. */
export const upnOf = (given: string, family: string): string =>
  `${given}.${family}@${domain}`.toLowerCase().replace(/[^a-z0-9.@-]/g, '');

export function makeCompany(random: Random, plan: CompanyPlan): Company {
  const { clock } = plan;
  const people: Person[] = [];
  const taken = new Set<string>();
  const add = (member: CastMember): void => {
    const index = people.length;
    let { family } = member;
    for (let number = 2; taken.has(upnOf(member.given, family)); number++)
      family = `${member.family}${number}`;
    const upn = upnOf(member.given, family);
    taken.add(upn);
    const own = random.fork(`person/${index}`);
    const site = departments.find(({ name }) => name === member.department)?.site ?? 'Sales';
    const office = own.weighted(officeNetworks.map(({ share }, at) => [share, at] as const));
    people.push(
      makePerson(
        own,
        { ...member, family, index, upn, site, office: member.settled === true ? 0 : office },
        clock,
      ),
    );
  };
  plan.cast.forEach(add);
  const names = random.fork('names');
  while (people.length < plan.users) {
    const department = names.weighted(departments.map((found) => [found.share, found] as const));
    const [given, family] = names.chance(0.04)
      ? names.pick(foreignNames)
      : [names.pick(givenNames), names.pick(familyNames)];
    add({ given, family, department: department.name, title: names.pick(department.titles) });
  }
  const places = random.fork('offices');
  const sites = random.fork('sites');
  return {
    name: companyName,
    domain,
    initialDomain: 'example0.onmicrosoft.com',
    partners: [partner],
    tenantId: random.fork('tenant').guid(),
    licence: plan.licence,
    people,
    offices: officeNetworks.map(({ network, place }) => placeIn(places, network, place)),
    clock,
    sites: Object.fromEntries(
      departments.map(({ site }) => [
        site,
        {
          url: `https://example0.sharepoint.com/sites/${site}/`,
          site: sites.guid(),
          web: sites.guid(),
          list: sites.guid(),
        },
      ]),
    ),
    modern: clock.date(clock.days - 1) >= '2025',
  };
}

/** The person's own site, OneDrive. */
export function personalSite(person: Person): string {
  return `https://example0-my.sharepoint.com/personal/${person.upn.replace(/[.@-]/g, '_')}/`;
}
