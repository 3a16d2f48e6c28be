/**
 * What kits that relay a sign-in (AiTM) show in the logs. Only what was published by those who saw it;
 * kits that send the victim's own user agent (Evilginx, EvilProxy) show none of this.
 */
export interface AitmKit {
  readonly name: string;
  /** Searched in the user agent, without regard to case (RE2). */
  readonly agent?: string;
  /** One sign-in, by its correlation id, comes with several systems. */
  readonly shiftsDevice?: true;
  readonly source: string;
}

export const aitmKits: readonly AitmKit[] = [
  {
    name: 'Tycoon 2FA',
    agent: '^(?:node|axios(?:/.*)?|undici)$',
    source: 'Elastic, "Entra ID Potential AiTM Sign-In via OfficeHome (Tycoon2FA)", 2026',
  },
  {
    name: 'kit in Go or Node.js',
    agent: '^(?:fasthttp|go-resty/.*|Go-http-client/.*|node-fetch(?:/.*)?|agentaxios .*)',
    source: 'Huntress, "Threat Hunting for Business Email Compromise Through User Agents"',
  },
  {
    name: 'Sneaky 2FA',
    shiftsDevice: true,
    source: 'Sekoia, "Sneaky 2FA"; Eye Security, "Sneaky2FA: use this KQL query", 2025',
  },
];

/** What kits sign in to: the application that the page of the relayed sign-in belongs to. */
export const aitmApps: Readonly<Record<string, string>> = {
  '4765445b-32c6-49b0-83e6-1d93765276ca': 'OfficeHome',
  '00000002-0000-0ff1-ce00-000000000000': 'Office 365 Exchange Online',
  '00000006-0000-0ff1-ce00-000000000000': 'Microsoft Office 365 Portal',
  '72782ba9-4490-4f03-8d82-562370ea3566': 'Office 365',
  '29d9ed98-a469-4536-ade2-f981bc1d605e': 'Microsoft Authentication Broker',
  'd3590ed6-52b3-4102-aeff-aad2292ab01c': 'Microsoft Office',
  '9199bf20-a13f-4107-85dc-02114787ef48': 'One Outlook Web',
  '1fec8e78-bce4-4aaf-ab1b-5451cc387264': 'Microsoft Teams',
};
