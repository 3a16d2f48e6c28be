/**
 * Microsoft's own networks. Sign-ins and mail events carry them where a Microsoft service acts for
 * the user; Azure's rented machines are in them too, so they are no proof of innocence.
 */
export interface MicrosoftNetwork {
  /** The organisation exactly as `@ip-location-db/asn` writes it: a test compares. */
  readonly organisation: string;
  readonly asns: readonly number[];
}

export const microsoftAsns: readonly MicrosoftNetwork[] = [
  {
    organisation: 'Microsoft Corporation',
    asns: [3598, 5761, 8068, 8069, 8070, 8071, 8075, 12076, 17144, 30520, 46182, 54396, 63314],
  },
  { organisation: 'Microsoft Limited', asns: [35106] },
  { organisation: 'Microsoft Singapore Pte. Ltd.', asns: [45139] },
  { organisation: 'Microsoft (China) Co., Ltd.', asns: [58862] },
  { organisation: 'Microsoft Mobile Alliance Internet Services Co., Ltd', asns: [59067] },
  { organisation: 'Microsoft Deutschland MCIO GmbH', asns: [200517] },
];
