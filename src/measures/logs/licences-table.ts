/** What decides which logs there are and how long they are kept. */
export type Feature = 'P1' | 'P2' | 'AuditPremium' | 'DefenderPlan2';

/** What products bring ("Microsoft 365 and Office 365 plan options", "Microsoft Entra data retention"). */
export const planProducts: Readonly<Record<string, readonly Feature[]>> = {
  free: [],
  p1: ['P1'],
  p2: ['P1', 'P2'],
  'business-basic': [],
  'business-standard': [],
  'business-premium': ['P1'],
  f1: ['P1'],
  f3: ['P1'],
  'o365-e1': [],
  'o365-e3': [],
  'o365-e5': ['AuditPremium', 'DefenderPlan2'],
  e3: ['P1'],
  e5: ['P1', 'P2', 'AuditPremium', 'DefenderPlan2'],
  a3: ['P1'],
  a5: ['P1', 'P2', 'AuditPremium', 'DefenderPlan2'],
  'e5-compliance': ['AuditPremium'],
  'e5-security': ['P1', 'P2', 'DefenderPlan2'],
  'defender-office-p2': ['DefenderPlan2'],
};
