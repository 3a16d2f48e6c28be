import type { Identity } from '../company/person.js';
import type { Place } from '../company/place.js';
import type { App } from '../company/apps-table.js';
import type { Agent } from '../company/agents-table.js';
import type { Stage } from '../../model/stage.js';

/** One instance of a trace that an attacker leaves; events name it, and the truth lists it. */
export interface TraceInstance {
  readonly slug: string;
  readonly stage: Stage;
  readonly user: string;
  readonly text: string;
}

/** What makes a record an event of the attacker. Records without it are ordinary life. */
export interface Mark {
  readonly stage: Stage;
  readonly trace: TraceInstance | null;
  readonly session: string | null;
}

interface Dated {
  /** Milliseconds UTC. */
  readonly time: number;
  readonly mark: Mark | undefined;
}

export interface DeviceFacts {
  readonly id: string;
  readonly name: string;
  readonly joined: string;
  readonly compliant: boolean;
}

/** A sign-in of a user, as every export of it tells. */
export interface SignIn extends Dated {
  readonly kind: 'sign-in';
  readonly interactive: boolean;
  readonly requestId: string;
  readonly correlation: string;
  readonly user: Identity;
  readonly place: Place;
  readonly agent: Agent | null;
  readonly device: DeviceFacts | null;
  readonly app: App;
  readonly resource: App;
  readonly session: string | null;
  /** 0 is success; see signInErrors. */
  readonly code: number;
  /** How the second factor was met in this sign-in, or that an earlier claim met it. */
  readonly factor: 'none' | 'earlier' | 'code' | 'approved' | 'denied' | 'failed';
  readonly protocol: 'None' | 'Device Code' | 'ROPC';
  readonly incoming: 'None' | 'Refresh token' | 'Primary refresh token';
  readonly clientApp: string;
  readonly latency: number;
  readonly risk: 'none' | 'low' | 'medium' | 'high';
}

/** A sign-in of a program as itself. */
export interface AppSignIn extends Dated {
  readonly kind: 'app-sign-in';
  readonly requestId: string;
  readonly correlation: string;
  readonly app: App;
  readonly principal: string;
  readonly resource: App;
  readonly place: Place;
}

export interface Changed {
  readonly name: string;
  readonly before?: string;
  readonly after: string;
}

export interface AuditTarget {
  readonly type:
    'User' | 'Application' | 'ServicePrincipal' | 'Device' | 'Role' | 'Group' | 'Other';
  readonly id: string;
  readonly name: string | null;
  readonly upn?: string;
  readonly puid?: string;
  readonly changed?: readonly Changed[];
}

/** An entry of the Entra audit log. */
export interface AuditEntry extends Dated {
  readonly kind: 'audit';
  readonly id: string;
  /** Seven digits after the second. */
  readonly fraction: string;
  readonly activity: string;
  readonly category: string;
  readonly service: string;
  readonly operation: string;
  readonly failed: string | null;
  readonly reason: string;
  readonly correlation: string;
  readonly by:
    | { readonly kind: 'user'; readonly user: Identity; readonly place: Place | null }
    | { readonly kind: 'app'; readonly name: string; readonly principal: string };
  readonly targets: readonly AuditTarget[];
  readonly details: readonly (readonly [string, string])[];
  readonly session: string | null;
  readonly token: string | null;
}

/** A record of the unified audit log; `data` is AuditData. */
export interface AuditRecord extends Dated {
  readonly kind: 'ual';
  readonly data: AuditData;
}

export interface AuditData {
  readonly CreationTime: string;
  readonly Id: string;
  readonly Operation: string;
  readonly RecordType: number;
  readonly UserId: string;
  readonly [field: string]: unknown;
}

/** A row of a message trace: one recipient of one mail. */
export interface TraceRow extends Dated {
  readonly kind: 'trace';
  readonly messageId: string;
  readonly networkId: string;
  readonly sender: string;
  readonly recipient: string;
  readonly subject: string;
  readonly status: 'Delivered' | 'FilteredAsSpam' | 'Quarantined' | 'Failed';
  readonly fromIp: string;
  readonly toIp: string;
  readonly size: number;
}

/** An event of the Azure activity log, as its REST interface gives it. */
export interface AzureEvent extends Dated {
  readonly kind: 'azure';
  readonly data: {
    readonly eventDataId: string;
    readonly caller: string;
    readonly [field: string]: unknown;
  };
}

/** A detection of Entra ID Protection. */
export interface RiskDetection extends Dated {
  readonly kind: 'risk';
  readonly data: {
    readonly id: string;
    readonly userPrincipalName: string;
    readonly [field: string]: unknown;
  };
}

/** A mail that was saved as a file. */
export interface SavedMail extends Dated {
  readonly kind: 'mail';
  readonly file: string;
  readonly text: string;
  readonly messageId: string;
  readonly networkId: string;
  readonly from: string;
  readonly received: string;
}

export type Draft =
  SignIn | AppSignIn | AuditEntry | AuditRecord | TraceRow | AzureEvent | RiskDetection | SavedMail;

/** Where records go; the engine puts them into the order of time. */
export type Emit = (draft: Draft) => void;
