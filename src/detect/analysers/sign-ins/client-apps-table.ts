/**
 * Clients of Microsoft's own that anybody can sign in with, without consent, and that few people do. The ids
 * are those of "Verify first-party Microsoft applications in sign-in reports" and "FOCI" (secureworks/family-of-client-ids-research).
 */
export interface ClientApp {
  readonly name: string;
  /** Only with this resource. */
  readonly resource?: string;
}

export const clientApps: Readonly<Record<string, ClientApp>> = {
  '04b07795-8ddb-461a-bbee-02f9e1bf7b46': { name: 'Azure CLI' },
  '1950a258-227b-4e31-a9cf-717495945fc2': { name: 'Azure PowerShell' },
  '1b730954-1685-4b74-9bfd-dac224a7b894': { name: 'Azure AD PowerShell' },
  '14d82eec-204b-4c2f-b7e8-296a70dab67e': { name: 'Microsoft Graph Command Line Tools' },
  'a0c73c16-a7e3-4564-9a95-2bdf47383716': { name: 'Exchange Online PowerShell' },
  'fb78d390-0c51-40cd-8e17-fdbfab77341b': { name: 'Microsoft Exchange REST API Based PowerShell' },
  '9bc3ab49-b65d-410a-85ad-de819febfddc': { name: 'SharePoint Online Management Shell' },
  'aebc6443-996d-45c2-90f0-388ff96faa56': { name: 'Visual Studio Code' },
  '872cd9fa-d31f-45e0-9eab-6e460a02d1f1': { name: 'Visual Studio' },
  '9ba1a5c7-f17a-4de9-a1f1-6178c8d51223': { name: 'Microsoft Intune Company Portal' },
  // A device is joined with it; so is an attacker's, after device code phishing.
  '29d9ed98-a469-4536-ade2-f981bc1d605e': { name: 'Microsoft Authentication Broker, to register a device', resource: '01cb2876-7ebd-4aa4-9cc9-d28bd4d359a9' },
  'dd762716-544d-4aeb-a526-687b73838a22': { name: 'Microsoft Device Registration Client' },
}; // prettier-ignore
