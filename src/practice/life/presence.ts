import { hour } from '../company/clock.js';
import type { Company } from '../company/company.js';
import type { Person, Surface } from '../company/person.js';
import { foreignCities, otherNetworks } from '../company/networks-table.js';
import type { Place } from '../company/place.js';
import { drawV6, placeAt, placeIn } from '../company/place.js';
import type { Random } from '../random.js';

/** Where somebody is over a day, and so which addresses the logs show. */
export interface Presence {
  readonly kind: 'office' | 'home' | 'off' | 'trip';
  /** Work begins and ends; on days off, the little that is done. */
  readonly begin: number;
  readonly end: number;
  place(surface: Surface, time: number): Place;
  /** A time at work, seldom at noon. */
  workTime(random: Random): number;
  /** A time awake. */
  wakingTime(random: Random): number;
}

const japan = foreignCities['JP'] ?? { city: 'Chiyoda', state: 'Tokyo' };
const singapore = foreignCities['SG'] ?? japan;

/** How somebody spends a day; null who is away and does nothing. */
export function presenceOf(
  random: Random,
  company: Company,
  person: Person,
  day: number,
): Presence | null {
  const { clock } = company;
  const { habits, trip } = person;
  if (person.absent.has(day)) return null;
  const travelling = trip !== null && day >= trip.from && day <= trip.to;
  const works = travelling || clock.isWorkday(day);
  if (!works && !random.chance(0.12)) return null;
  const kind = travelling
    ? 'trip'
    : !works
      ? 'off'
      : random.chance(habits.remote)
        ? 'home'
        : 'office';
  const begin =
    clock.start(day) +
    (works ? habits.begin + random.normal(0, 0.2) : random.float() * 8 + 10) * hour;
  const end = begin + (works ? habits.length + random.normal(0, 0.7) : 1.5) * hour;

  const own = random.fork('places');
  const { home, carrier } = person;
  const homeV4 = placeAt(home.v4, home.network, home.city);
  const homeV6 = home.v6 === null ? null : placeAt(drawV6(own, home.v6), home.network, home.city);
  const mobile: (Place | undefined)[] = [];
  /** An address of the carrier, for an hour or two; roaming stays with the carrier's network. */
  const mobileAt = (time: number): Place => {
    const block = Math.max(0, Math.min(15, Math.floor((time - clock.start(day)) / (1.5 * hour))));
    let found = mobile[block];
    if (found === undefined) {
      const drawn = random.fork(`mobile/${block}`);
      if (travelling) found = placeIn(drawn, otherNetworks.mobileSingapore, singapore);
      else {
        const prefix =
          carrier.v6 !== undefined && drawn.chance(0.45) ? drawn.pick(carrier.v6) : undefined;
        found =
          prefix === undefined
            ? placeIn(drawn, carrier, home.city)
            : placeAt(
                drawV6(
                  drawn,
                  `${prefix}${drawn.int(16, 4095).toString(16)}:${drawn.int(1, 65_535).toString(16)}:`,
                ),
                carrier,
                home.city,
              );
      }
      mobile[block] = found;
    }
    return found;
  };
  // Both families are in use side by side: which one, depends on the server asked.
  const homeAt = (time: number): Place =>
    homeV6 !== null && Math.floor(time / 97_000) % 5 < 3 ? homeV6 : homeV4;
  const office = company.offices[person.office] ?? homeV4;
  const gateway = placeIn(own, otherNetworks.gateway, japan);
  // Four exits over the week.
  const vpn = placeIn(random.fork('vpn'), otherNetworks.privateVpn, japan);
  const hotel = placeIn(own, otherNetworks.hotelSingapore, singapore);

  const place = (surface: Surface, time: number): Place => {
    const atWork = time >= begin && time < end;
    if (travelling) {
      if (surface === 'phone')
        return Math.floor(time / (2 * hour)) % 3 === 0 ? hotel : mobileAt(time);
      return habits.gateway && atWork ? gateway : hotel;
    }
    if (surface === 'phone') {
      if (kind === 'office') {
        if (atWork) return Math.floor(time / (1.2 * hour)) % 2 === 0 ? office : mobileAt(time);
        if (time > begin - hour && time < end + hour) return mobileAt(time);
      }
      return Math.floor(time / hour) % 10 < 7 ? homeAt(time) : mobileAt(time);
    }
    if (kind === 'office' && atWork) return office;
    if (habits.privateVpn && surface === 'browser') return vpn;
    if (habits.gateway) return gateway;
    return homeAt(time);
  };
  return {
    kind,
    begin,
    end,
    place,
    workTime: (drawn) => {
      let time = begin + drawn.float() * (end - begin);
      const noon = clock.at(day, 12);
      if (works && time > noon && time < noon + hour && drawn.chance(0.8))
        time = begin + drawn.float() * (end - begin);
      return time;
    },
    wakingTime: (drawn) => clock.at(day, 6, 30) + drawn.float() * 17 * hour,
  };
}
