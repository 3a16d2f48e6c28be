import type { Incident } from '../model/incident.js';
import type { Facts } from './facts.js';
import type { IncidentEvent } from './events.js';
import { greatest, isoMicros, least, sortedUnique } from './texts.js';

/** Where the attacker came from and with what (W-63): what is to be blocked and hunted for. */
export function infrastructureOf({
  scope,
  foreign,
  events,
  domains,
}: Facts): Incident['infrastructure'] {
  const valuesOf = (kind: string): string[] =>
    sortedUnique(scope.members.flatMap((each) => (each.kind === kind ? [each.value] : [])));
  const ips = new Map<string, IncidentEvent[]>();
  for (const value of valuesOf('ip')) ips.set(value, []);
  for (const event of [...foreign, ...events.filter(({ came }) => came === 'ip')])
    if (event.ip !== undefined) ips.get(event.ip)?.push(event);
  const senders = valuesOf('sender');
  return {
    ips: [...ips].flatMap(([ip, all]) => {
      const list = [...new Set(all)];
      const times = list.flatMap(({ time }) => time ?? []);
      const [first, last] = [least(times), greatest(times)];
      if (first === undefined || last === undefined) return [];
      const told = <T>(value: (event: IncidentEvent) => T | undefined): T | null =>
        list.map(value).find((each) => each !== undefined) ?? null;
      return [
        {
          ip,
          country: told(({ country }) => country),
          asn: told(({ asn }) => asn),
          asOrg: told(({ asOrg }) => asOrg),
          kind: told(({ ipKind }) => ipKind),
          first: isoMicros(first),
          last: isoMicros(last),
          events: list.length,
        },
      ];
    }),
    userAgents: sortedUnique([
      ...valuesOf('user-agent'),
      ...scope.strands.flatMap(({ userAgents, done, verdict }) =>
        done > 0 && (verdict === 'attacker' || verdict === 'suspicious') ? userAgents : [],
      ),
    ]),
    senders,
    domains: sortedUnique([
      ...valuesOf('domain'),
      ...senders.flatMap((sender) => sender.split('@')[1]?.toLowerCase() ?? []),
    ]).filter((domain) => !domains.has(domain)),
    urls: valuesOf('url'),
  };
}
