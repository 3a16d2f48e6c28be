import type { Stage } from '../../model/stage.js';

/** A kind of mark that attackers leave: its stage, ATT&CK techniques and rows of the workshop. */
export interface TraceKind {
  readonly stage: Stage;
  readonly techniques: readonly string[];
  readonly rows: readonly string[];
}

const kind = (stage: Stage, techniques: readonly string[], rows: readonly string[]): TraceKind => ({
  stage,
  techniques,
  rows,
});

export const traceKinds = {
  'phishing-mail': kind('phishing', ['T1566.002'], ['W-11', 'W-58']),
  'password-entered': kind('credential', ['T1557', 'T1111'], ['W-10', 'W-12']),
  'aitm-sign-in': kind('session-theft', ['T1557', 'T1539'], ['W-10', 'W-12']),
  'session-replayed': kind('login', ['T1550.004', 'T1078.004'], ['W-43', 'W-3A']),
  'device-code-sign-in': kind('login', ['T1528', 'T1078.004'], ['W-43']),
  'password-sign-in': kind('login', ['T1078.004'], ['W-43']),
  'app-access': kind('login', ['T1550.001'], ['W-7C']),
  'security-info-registered': kind('security-info', ['T1556.006', 'T1098'], ['W-41']),
  'password-reset-by-intruder': kind('security-info', ['T1098'], ['W-41']),
  'device-registered': kind('device', ['T1098.005'], ['W-42']),
  'application-added': kind('application', ['T1098.003', 'T1528'], ['W-40', 'W-7C']),
  'consent-granted': kind('application', ['T1528'], ['W-40', 'W-7C']),
  'mail-searched': kind('info-theft', ['T1114.002'], ['W-44']),
  'mail-read': kind('info-theft', ['T1114.002'], ['W-38', 'W-47']),
  'files-searched': kind('info-theft', ['T1213.002'], ['W-44']),
  'files-read': kind('info-theft', ['T1213.002', 'T1530'], ['W-38', 'W-44']),
  'link-shared': kind('info-theft', ['T1567'], ['W-44']),
  'flow-created': kind('info-theft', ['T1114.003', 'T1020'], ['W-48', 'W-38']),
  'forwarding-rule': kind('info-theft', ['T1114.003'], ['W-45']),
  'hiding-rule': kind('evasion', ['T1564.008'], ['W-45', 'W-38', 'W-7D']),
  'mail-deleted': kind('evasion', ['T1070.008'], ['W-46', 'W-44']),
  'role-granted': kind('privilege', ['T1098.003'], ['W-49', 'W-25']),
  'access-elevated': kind('privilege', ['T1098.003', 'T1548'], ['W-49', 'W-25']),
  'azure-role-assigned': kind('privilege', ['T1098.003'], ['W-49', 'W-25']),
  'azure-resource-changed': kind('privilege', ['T1578', 'T1496'], ['W-49', 'W-25']),
  'internal-phishing': kind('spread', ['T1534'], ['W-11', 'W-13', 'W-44']),
  'mass-spam': kind('spread', ['T1534', 'T1585.002'], ['W-13', 'W-44']),
  'bec-mail': kind('spread', ['T1534', 'T1656'], ['W-13']),
} as const satisfies Record<string, TraceKind>;

export type TraceSlug = keyof typeof traceKinds;
