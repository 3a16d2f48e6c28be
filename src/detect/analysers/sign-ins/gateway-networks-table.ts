/**
 * Networks in which the address says little about where somebody is: security gateways that a company
 * sends its people through (the exit may be in another country), and relays that hide the addresses of
 * ordinary people. Organisations as in `@ip-location-db/asn`, which the numbers were looked up in.
 */
export interface GatewayNetwork {
  readonly organisation: string;
  /** `gateway`: a company's; `relay`: a person's (iCloud Private Relay, Cloudflare WARP). */
  readonly kind: 'gateway' | 'relay';
  readonly asns: readonly number[];
}

export const gatewayNetworks: readonly GatewayNetwork[] = [
  { organisation: 'Zscaler', kind: 'gateway', asns: [22616, 53813, 62044] },
  { organisation: 'Netskope', kind: 'gateway', asns: [55256] },
  { organisation: 'Cisco OpenDNS (Umbrella, Secure Access)', kind: 'gateway', asns: [36692] },
  { organisation: 'Forcepoint', kind: 'gateway', asns: [44444] },
  { organisation: 'Menlo Security', kind: 'gateway', asns: [62654] },
  { organisation: 'iboss', kind: 'gateway', asns: [137922, 202276, 396253] },
  { organisation: 'Cato Networks', kind: 'gateway', asns: [13150] },
  {
    organisation: 'Palo Alto Networks (Prisma Access)',
    kind: 'gateway',
    asns: [2763, 54538, 64280],
  },
  { organisation: 'Aryaka', kind: 'gateway', asns: [11179] },
  { organisation: 'Versa Networks', kind: 'gateway', asns: [400318] },
  // Apple, "Prepare your network for iCloud Private Relay": its exits are Akamai, Cloudflare and Fastly.
  { organisation: 'Akamai (iCloud Private Relay)', kind: 'relay', asns: [36183] },
  { organisation: 'Fastly (iCloud Private Relay)', kind: 'relay', asns: [54113] },
  { organisation: 'Cloudflare (WARP, iCloud Private Relay)', kind: 'relay', asns: [13335, 209242] },
];
