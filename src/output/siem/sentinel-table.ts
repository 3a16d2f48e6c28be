/**
 * Words of Microsoft Sentinel's analytic rules ("Scheduled analytics rules", Sentinel documentation; "Alert Rules -
 * Create Or Update", Azure REST API, `AttackTactic`, `AlertSeverity`). Checked 2026-11-24.
 */

/** Tag of a tactic without `attack.`, dashes or underscores → Sentinel's name. Two of ATT&CK's are newer. */
export const sentinelTactics: Readonly<Record<string, string>> = {
  reconnaissance: 'Reconnaissance',
  'resource-development': 'ResourceDevelopment',
  'initial-access': 'InitialAccess',
  execution: 'Execution',
  persistence: 'Persistence',
  'privilege-escalation': 'PrivilegeEscalation',
  'defense-evasion': 'DefenseEvasion',
  // What ATT&CK made of Defense Evasion in 2026.
  stealth: 'DefenseEvasion',
  'defense-impairment': 'DefenseEvasion',
  'credential-access': 'CredentialAccess',
  discovery: 'Discovery',
  'lateral-movement': 'LateralMovement',
  collection: 'Collection',
  'command-and-control': 'CommandAndControl',
  exfiltration: 'Exfiltration',
  impact: 'Impact',
};

export const sentinelSeverities = {
  informational: 'Informational',
  low: 'Low',
  medium: 'Medium',
  high: 'High',
  critical: 'High',
} as const;

/** Signs of a query, a name, a description; seconds that a rule looks back. */
export const sentinelLimits = {
  query: 10_000,
  name: 256,
  description: 5000,
  period: 14 * 86_400,
} as const;
