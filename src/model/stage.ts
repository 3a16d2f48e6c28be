/** The stages of an intrusion, in order (W-11); these slugs everywhere. */
export const stages = [
  'phishing',
  'credential',
  'session-theft',
  'login',
  'security-info',
  'device',
  'application',
  'info-theft',
  'evasion',
  'privilege',
  'spread',
] as const;
export type Stage = (typeof stages)[number];
