import type { Facts } from '../facts.js';
import type { Text } from '../text.js';
import { name, say } from '../text.js';

/** What is believable and wrong: from the truth first, then from everyday life. */

const ownAddress = say('That is the user’s own.', 'ユーザー本人のアドレスです。');
const microsoft = say(
  'That is Microsoft’s: a service acting for the user.',
  'Microsoft のアドレスです。サービスがユーザーに代わって動作しています。',
);

/** Microsoft's service addresses as they occur in such logs. */
const microsoftAddresses = ['2603:1046:c04:81b::5', '40.126.35.144', '20.190.166.66'] as const;

/** Addresses in the logs that are not the attacker's, each with whose it is. */
export function strangeAddresses({ truth, draw }: Facts): readonly (readonly [Text, Text])[] {
  const foul = new Set(truth.infrastructure.ips.map(({ ip }) => ip));
  const own = [...new Set(truth.sessions.flatMap(({ ips }) => ips))].filter((ip) => !foul.has(ip));
  return [
    ...draw.some('own-addresses', own, 3).map((ip) => [name(ip), ownAddress] as const),
    ...draw
      .shuffled('microsoft', microsoftAddresses)
      .filter((ip) => !foul.has(ip))
      .map((ip) => [name(ip), microsoft] as const),
  ];
}

const everydayAgents = [
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0.0.0 Safari/537.36 Edg/124.0.0.0',
  'Outlook-iOS/2.0',
  'Microsoft Office/16.0 (Windows NT 10.0; Microsoft Outlook 16.0.17425; Pro)',
  'Mozilla/5.0 (iPhone; CPU iPhone OS 17_4_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148',
];

export function otherAgents({ truth, decoys, draw }: Facts): readonly string[] {
  const foul = new Set(truth.infrastructure.userAgents);
  const own = [...new Set(decoys.flatMap(({ userAgents }) => userAgents))];
  return [...draw.some('own-agents', own, 2), ...draw.shuffled('agents', everydayAgents)].filter(
    (agent) => agent !== '' && !foul.has(agent),
  );
}

const everydaySubjects = [
  'Minutes of Monday’s meeting',
  'Office closed on Friday',
  'RE: Delivery schedule',
  'Travel expenses, last reminder',
  'New parking permits',
];

/** Subjects that are none of the attacker's own mails. */
export function otherSubjects({ truth, draw }: Facts): readonly string[] {
  const { read, deleted, sent } = truth.exposed;
  const own = new Set([truth.phish?.subject, ...sent.map(({ subject }) => subject)]);
  const known = [...new Set([...read, ...deleted].map(({ subject }) => subject))];
  return [
    ...draw.some('subjects', known, 2),
    ...draw.shuffled('everyday-subjects', everydaySubjects),
  ].filter((subject) => !own.has(subject));
}

/** Subjects that nobody has in this incident. */
export const strangeSubjects = ({ draw }: Facts, key: string): readonly string[] =>
  draw.shuffled(key, everydaySubjects);

/** The same time mistaken for local time, both ways; nothing where the company's clock is UTC. */
export function shiftedTimes({ truth }: Facts, time: string): readonly string[] {
  const offset = offsetOf(truth.company.timeZone, new Date(time));
  if (offset === 0) return [];
  return [offset, -offset].map((by) => new Date(new Date(time).getTime() + by).toISOString());
}

/** Milliseconds that a zone's clock is ahead of UTC; 0 for a zone that is not known. */
export function offsetOf(timeZone: string, at: Date): number {
  try {
    const shown = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' })
      .formatToParts(at)
      .find(({ type }) => type === 'timeZoneName')?.value;
    const [, sign, hours, minutes] = /GMT([+-])(\d{2}):?(\d{2})?/.exec(shown ?? '') ?? [];
    if (sign === undefined) return 0;
    return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes ?? 0)) * 60_000;
  } catch {
    return 0;
  }
}
