import type { Stage } from '../../model/stage.js';
import type { GraphKind } from '../snapshot/graph.js';

/** A licence that service plans of subscribedSkus give. */
export type Plan = 'P1' | 'P2' | 'Intune';

interface Judged {
  readonly id: string;
  readonly stages: readonly Stage[];
  /** Service plans without which it cannot be set (workshop, W-70 to W-7E). */
  readonly needs: readonly Plan[];
}

/** How a measure is judged, as data: W-70 to W-7E and W-26. */
export type MeasureRow = Judged &
  (
    | {
        readonly kind: 'policy';
        readonly control: 'token-protection' | 'sign-in-frequency' | 'managed-device' | 'phishing-resistant' | 'any-grant' | 'mfa-grant';
        /** A user action, or applications. */
        readonly action?: string;
        readonly apps?: 'all' | 'mail' | 'mail-and-files';
        readonly clients?: readonly string[];
        /** Trusted locations may be left out. */
        readonly trustedLocations?: true;
        /** Kinds of objects without which nothing can be said. */
        readonly requires: readonly GraphKind[];
      }
    | { readonly kind: 'applications' | 'guests' | 'dormant'; readonly requires: readonly GraphKind[] }
    | { readonly kind: 'ask'; readonly requires: readonly [] }
  ); // prettier-ignore

const policies: readonly GraphKind[] = ['conditionalAccessPolicies'];

export const measureRows: readonly MeasureRow[] = [
  { id: 'W-26', kind: 'dormant', stages: ['login', 'privilege'], needs: [], requires: ['users'] },
  { id: 'W-70', kind: 'policy', control: 'token-protection', apps: 'mail-and-files', stages: ['session-theft'], needs: ['P2'], requires: policies },
  { id: 'W-71', kind: 'policy', control: 'sign-in-frequency', apps: 'mail', clients: ['browser'], stages: ['session-theft'], needs: ['P1'], requires: policies },
  { id: 'W-72', kind: 'policy', control: 'managed-device', apps: 'all', stages: ['login'], needs: ['P1', 'Intune'], requires: policies },
  { id: 'W-73', kind: 'policy', control: 'phishing-resistant', apps: 'all', stages: ['login'], needs: ['P1'], requires: policies },
  { id: 'W-74', kind: 'ask', stages: ['login'], needs: [], requires: [] },
  { id: 'W-75', kind: 'ask', stages: ['login'], needs: ['P2'], requires: [] },
  { id: 'W-76', kind: 'policy', control: 'any-grant', action: 'urn:user:registersecurityinfo', trustedLocations: true, stages: ['security-info'], needs: ['P1'], requires: policies },
  { id: 'W-77', kind: 'ask', stages: ['security-info'], needs: [], requires: [] },
  { id: 'W-78', kind: 'policy', control: 'mfa-grant', action: 'urn:user:registerdevice', stages: ['device'], needs: ['P1'], requires: ['conditionalAccessPolicies', 'deviceRegistrationPolicy'] },
  { id: 'W-79', kind: 'ask', stages: ['device'], needs: ['P1', 'Intune'], requires: [] },
  { id: 'W-7A', kind: 'ask', stages: ['device'], needs: ['P1'], requires: [] },
  { id: 'W-7B', kind: 'applications', stages: ['application'], needs: [], requires: ['authorizationPolicy'] },
  { id: 'W-7C', kind: 'ask', stages: ['application'], needs: [], requires: [] },
  { id: 'W-7D', kind: 'ask', stages: ['info-theft', 'evasion'], needs: [], requires: [] },
  { id: 'W-7E', kind: 'guests', stages: ['login', 'info-theft', 'privilege'], needs: [], requires: ['authorizationPolicy'] },
]; // prettier-ignore
