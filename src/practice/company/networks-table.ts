/**
 * Networks that people sign in from. The ranges are really those of the operators named: the
 * built-in IP databases give this country and number, which a test holds. Nobody in particular is
 * meant by an address in them.
 */
export interface NetworkRange {
  readonly operator: string;
  readonly asn: number;
  readonly country: string;
  /** Two or three leading octets, with the dot. */
  readonly v4: readonly string[];
  /** Leading groups, with the colon; the rest of the first four is drawn, so is the interface. */
  readonly v6?: readonly string[];
}

export interface City {
  readonly city: string;
  readonly state: string;
}

/** Where people live, and what Entra shows for it. */
export const homeCities: readonly (readonly [number, City])[] = [
  [14, { city: 'Setagaya', state: 'Tokyo' }],
  [10, { city: 'Nerima', state: 'Tokyo' }],
  [9, { city: 'Koto', state: 'Tokyo' }],
  [8, { city: 'Hachioji', state: 'Tokyo' }],
  [12, { city: 'Yokohama', state: 'Kanagawa' }],
  [8, { city: 'Kawasaki', state: 'Kanagawa' }],
  [8, { city: 'Saitama', state: 'Saitama' }],
  [6, { city: 'Kawaguchi', state: 'Saitama' }],
  [7, { city: 'Chiba', state: 'Chiba' }],
  [5, { city: 'Funabashi', state: 'Chiba' }],
  [3, { city: 'Tsukuba', state: 'Ibaraki' }],
];

/** Fixed lines at home, by share. */
export const homeNetworks: readonly (readonly [number, NetworkRange])[] = [
  [30, { operator: 'NTT Communications', asn: 4713, country: 'JP', v4: ['60.34.', '180.46.', '123.220.', '153.203.'], v6: ['2400:4050:', '2400:4051:', '2400:4053:'] }],
  [18, { operator: 'KDDI', asn: 2516, country: 'JP', v4: ['14.8.', '14.9.'], v6: ['240b:11:', '240b:12:', '240b:13:', '240f:10:'] }],
  [16, { operator: 'SoftBank', asn: 17676, country: 'JP', v4: ['126.10.', '126.11.'], v6: ['2400:2411:', '2400:2651:', '2400:2652:'] }],
  [12, { operator: 'JCOM', asn: 4721, country: 'JP', v4: ['219.117.10.', '118.86.10.'] }],
  [12, { operator: 'BIGLOBE', asn: 2518, country: 'JP', v4: ['133.200.', '125.192.10.'], v6: ['2404:7a80:', '2404:7a81:'] }],
  [6, { operator: 'ARTERIA', asn: 2519, country: 'JP', v4: ['36.2.100.', '124.110.30.'] }],
]; // prettier-ignore

/** Mobile carriers, by share. An address lasts an hour or two. */
export const mobileNetworks: readonly (readonly [number, NetworkRange])[] = [
  [36, { operator: 'NTT DOCOMO', asn: 9605, country: 'JP', v4: ['1.72.', '49.98.130.', '49.98.140.', '49.98.170.', '49.104.10.', '49.104.40.', '49.104.77.'], v6: ['240a:6b:'] }],
  [28, { operator: 'KDDI', asn: 2516, country: 'JP', v4: ['106.128.', '106.132.', '106.146.', '111.239.150.'] }],
  [24, { operator: 'SoftBank', asn: 17676, country: 'JP', v4: ['126.33.', '126.167.'], v6: ['2400:2200:'] }],
  [12, { operator: 'Rakuten Mobile', asn: 138384, country: 'JP', v4: ['133.106.32.', '133.106.40.', '133.106.128.', '133.106.140.', '133.106.160.', '133.106.200.'], v6: ['240b:c010:', '240b:c020:'] }],
]; // prettier-ignore

/** The company's own lines, one address an office. */
export const officeNetworks = [
  { name: 'Tokyo', share: 62, network: { operator: 'IIJ', asn: 2497, country: 'JP', v4: ['210.130.10.'] }, place: { city: 'Chiyoda', state: 'Tokyo' } },
  { name: 'Osaka', share: 25, network: { operator: 'NTT Communications', asn: 4713, country: 'JP', v4: ['118.21.100.'] }, place: { city: 'Osaka', state: 'Osaka' } },
  { name: 'Fukuoka', share: 13, network: { operator: 'NTT Communications', asn: 4713, country: 'JP', v4: ['153.150.10.'] }, place: { city: 'Fukuoka', state: 'Fukuoka' } },
] as const; // prettier-ignore

/** What else people come from. */
export const otherNetworks = {
  /** The company's VPN and web gateway. */
  gateway: { operator: 'Zscaler', asn: 53813, country: 'JP', v4: ['165.225.96.', '165.225.110.'] },
  /** A VPN that somebody pays for privately: it leaves at a hosting provider. */
  privateVpn: {
    operator: 'Datacamp',
    asn: 212238,
    country: 'JP',
    v4: ['138.199.21.', '37.19.205.'],
  },
  hotelSingapore: {
    operator: 'Starhub',
    asn: 4657,
    country: 'SG',
    v4: ['203.116.10.', '101.127.10.'],
  },
  mobileSingapore: { operator: 'M1', asn: 17547, country: 'SG', v4: ['118.189.10.'] },
} as const satisfies Record<string, NetworkRange>;

/** Microsoft's own addresses: front ends and services that act for the user. */
export const microsoftNetworks = {
  frontEnd: ['20.40.100.', '13.78.10.', '20.191.160.', '104.46.230.', '40.126.38.'],
  officeOnline: ['52.108.80.'],
  exchange: ['2603:1046:c01:', '2603:1046:c09:'],
} as const;

/** What attackers rent. */
export const attackNetworks = {
  digitalOceanSg: { operator: 'DigitalOcean', asn: 14061, country: 'SG', v4: ['159.65.10.', '165.22.50.'] },
  digitalOceanNl: { operator: 'DigitalOcean', asn: 14061, country: 'NL', v4: ['188.166.200.'] },
  vultrJp: { operator: 'The Constant Company', asn: 20473, country: 'JP', v4: ['45.76.100.'] },
  linodeJp: { operator: 'Akamai', asn: 63949, country: 'JP', v4: ['139.162.70.'] },
  m247: { operator: 'M247', asn: 9009, country: 'RO', v4: ['146.70.50.'] },
  nforce: { operator: 'NForce', asn: 43350, country: 'NL', v4: ['185.107.56.'] },
  torExit: { operator: 'Stiftung Erneuerbare Freiheit', asn: 60729, country: 'DE', v4: ['185.220.101.'] },
  mtnNigeria: { operator: 'MTN Nigeria', asn: 29465, country: 'NG', v4: ['102.89.32.'] },
  airtelNigeria: { operator: 'Airtel Nigeria', asn: 36873, country: 'NG', v4: ['105.112.10.'] },
  /** Lines of ordinary households that a proxy service sells on. */
  residentialJp: { operator: 'NTT Communications', asn: 4713, country: 'JP', v4: ['222.150.10.', '114.185.20.', '223.218.5.'] },
} as const satisfies Record<string, NetworkRange>; // prettier-ignore

/** What Entra writes for the places of other countries. */
export const foreignCities: Readonly<Record<string, City>> = {
  SG: { city: 'Singapore', state: 'Central Singapore' },
  NL: { city: 'Amsterdam', state: 'Noord-Holland' },
  RO: { city: 'Bucharest', state: 'Bucuresti' },
  DE: { city: 'Brandenburg', state: 'Brandenburg' },
  NG: { city: 'Lagos', state: 'Lagos' },
  JP: { city: 'Chiyoda', state: 'Tokyo' },
};
