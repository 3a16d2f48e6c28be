import type { Source } from '../model/event.js';

/**
 * How long each log is kept under each licence (W-33), checked in 2026 against the Microsoft pages
 * "Microsoft Entra data retention" and "Manage audit log retention policies". The workshop gives the
 * same values.
 */

/** Plans of Entra ID and of auditing, which is all that retention depends on. */
export type EntraPlan = 'free' | 'p1' | 'p2';
export type AuditPlan = 'none' | 'standard' | 'premium';

export interface Licence {
  readonly name: string;
  readonly entra: EntraPlan;
  readonly audit: AuditPlan;
  /** Intune is part of it. */
  readonly intune: boolean;
}

/** Entra sign-in and audit logs, days. */
export const entraDays: Readonly<Record<EntraPlan, number>> = { free: 7, p1: 30, p2: 30 };

/**
 * Unified audit log, days. Premium keeps the records of Exchange, SharePoint, OneDrive and Entra for a
 * year and all others for 180 days; with an add-on and a policy up to ten years.
 */
export const auditDays: Readonly<Record<AuditPlan, number>> = {
  none: 0,
  standard: 180,
  premium: 365,
};

/** Days a log is kept, where licences do not matter. Message trace and the Azure activity log. */
const fixedDays = { message_trace: 90, azure_activity: 90 } as const;

/** Risk detections of Entra ID Protection, days. */
const riskDays: Readonly<Record<EntraPlan, number>> = { free: 7, p1: 30, p2: 90 };

const licences = {
  free: { name: 'Entra ID Free', entra: 'free', audit: 'standard', intune: false },
  p1: { name: 'Entra ID P1', entra: 'p1', audit: 'standard', intune: false },
  p2: { name: 'Entra ID P2', entra: 'p2', audit: 'standard', intune: false },
  'business-basic': { name: 'Microsoft 365 Business Basic', entra: 'free', audit: 'standard', intune: false },
  'business-standard': { name: 'Microsoft 365 Business Standard', entra: 'free', audit: 'standard', intune: false },
  'business-premium': { name: 'Microsoft 365 Business Premium', entra: 'p1', audit: 'standard', intune: true },
  f1: { name: 'Microsoft 365 F1', entra: 'p1', audit: 'standard', intune: true },
  f3: { name: 'Microsoft 365 F3', entra: 'p1', audit: 'standard', intune: true },
  'office-e1': { name: 'Office 365 E1', entra: 'free', audit: 'standard', intune: false },
  'office-e3': { name: 'Office 365 E3', entra: 'free', audit: 'standard', intune: false },
  'office-e5': { name: 'Office 365 E5', entra: 'free', audit: 'premium', intune: false },
  e3: { name: 'Microsoft 365 E3', entra: 'p1', audit: 'standard', intune: true },
  e5: { name: 'Microsoft 365 E5', entra: 'p2', audit: 'premium', intune: true },
} as const satisfies Record<string, Licence>; // prettier-ignore

export type LicenceKey = keyof typeof licences;
export const licenceKeys = Object.keys(licences) as readonly LicenceKey[];

/** The licence with this key, in any case; undefined when we do not know it. */
export function licenceOf(key: string): Licence | undefined {
  const wanted = key.trim().toLowerCase();
  const known = licenceKeys.find((name) => name === wanted);
  return known === undefined ? undefined : licences[known];
}

/** Days that this log is kept; null where that depends on the tenant's own settings. */
export function retentionDays(licence: Licence, source: Source): number | null {
  switch (source) {
    case 'entra_signin':
    case 'entra_audit':
      return entraDays[licence.entra];
    case 'risk_detection':
      return riskDays[licence.entra];
    case 'ual':
      return auditDays[licence.audit];
    case 'message_trace':
    case 'azure_activity':
      return fixedDays[source];
    // A mail is kept as long as its mailbox keeps it, Graph activity only where it is exported to.
    case 'graph_activity':
    case 'mail':
      return null;
  }
}

const day = 86_400_000;

/** The moment so many days after (or, with a negative number, before) an ISO 8601 time, in UTC. */
export const daysAfter = (time: string, days: number): Date =>
  new Date(new Date(time).getTime() + days * day);

/** `2024-05-10`, in UTC. */
export const dateText = (time: Date): string => time.toISOString().slice(0, 10);
