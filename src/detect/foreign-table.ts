import type { Stage } from '../model/stage.js';

/** Stages of published rules, which name ATT&CK techniques and tactics: the first row that fits. */
export const stageOfTechnique: readonly (readonly [technique: string, stage: Stage])[] = [
  ['T1566', 'phishing'],
  ['T1598', 'phishing'],
  ['T1534', 'spread'],
  ['T1656', 'spread'],
  ['T1557', 'session-theft'],
  ['T1539', 'session-theft'],
  ['T1550.004', 'session-theft'],
  ['T1606', 'session-theft'],
  ['T1528', 'application'],
  ['T1550.001', 'application'],
  ['T1098.001', 'application'],
  ['T1098.005', 'device'],
  ['T1556', 'security-info'],
  ['T1621', 'credential'],
  ['T1110', 'credential'],
  ['T1111', 'credential'],
  ['T1098.003', 'privilege'],
  ['T1098.002', 'info-theft'],
  ['T1114', 'info-theft'],
  ['T1564', 'evasion'],
  ['T1562', 'evasion'],
  ['T1070', 'evasion'],
  ['T1078', 'login'],
  ['T1136', 'privilege'],
];

/** Tactics as tags write them: `attack.initial-access`, with dashes or underscores. */
export const stageOfTactic: readonly (readonly [tactic: string, stage: Stage])[] = [
  ['initial-access', 'login'],
  ['credential-access', 'credential'],
  ['privilege-escalation', 'privilege'],
  ['persistence', 'security-info'],
  ['defense-evasion', 'evasion'],
  ['defense-impairment', 'evasion'],
  ['stealth', 'evasion'],
  ['collection', 'info-theft'],
  ['exfiltration', 'info-theft'],
  ['discovery', 'info-theft'],
  ['reconnaissance', 'info-theft'],
  ['lateral-movement', 'spread'],
  ['impact', 'privilege'],
  ['execution', 'application'],
  ['command-and-control', 'login'],
];

/** Where the tags say nothing: by log. */
export const stageOfService: Readonly<Record<string, Stage>> = {
  signinlogs: 'login',
  riskdetection: 'login',
  pim: 'privilege',
  activitylogs: 'privilege',
  auditlogs: 'privilege',
};
export const stageOtherwise: Stage = 'evasion';
