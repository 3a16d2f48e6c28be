import type { IncidentAction } from '../../model/incident.js';

/** A kind of response step, with everything that the plan and the scripts say of it. */
export type RecipeKind =
  | 'disable' | 'revoke' | 'reset' | 'security-info' | 'device' | 'inbox-rule' | 'forwarding'
  | 'delegation' | 'transport' | 'audit' | 'conditional-access' | 'tenant-setting' | 'account' | 'flow'
  | 'app' | 'role' | 'azure' | 'sharing' | 'restore-mail' | 'restore-files' | 'logs' | 'recipients'
  | 'add-in' | 'ediscovery' | 'protocols' | 'exchange-role' | 'membership' | 'mailbox-settings' | 'restore-directory' | 'device-secrets'
  | 'block-sender' | 'block-domain' | 'block-url' | 'block-ip' | 'sign-ins'; // prettier-ignore

/** W-23: contain by disabling, remove when the evidence is saved. `save` and `verify` change nothing. */
export type Phase = 'save' | 'contain' | 'remove' | 'verify';

/** One request. `{user}`, `{target}`, `{rule}`, `{subject}`, `{sender}`, `{from}`, `{to}` are put in, encoded; other braces are ids that the request before gives. */
export interface GraphRequest {
  readonly phase: Phase;
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly version: 'v1.0' | 'beta';
  readonly path: string;
  readonly body?: object;
  /** The least privileged application permission; delegated where `delegated` is set. */
  readonly permission: string;
  readonly delegated?: true;
}

/** What a script signs in to. */
export type Connection = 'graph' | 'exchange' | 'purview' | 'azure' | 'flow';

/** Variables that a script's lines may use; each is one literal. */
export type Variable =
  | 'User' | 'UserId' | 'Mailbox' | 'Target' | 'RuleName' | 'Subject' | 'Senders' | 'From' | 'To' | 'Addresses' | 'MessageIds'; // prettier-ignore

/**
 * The lines are PowerShell that is the same for every incident: what differs comes in by variables only.
 * Every change stands in an `if ($PSCmdlet.ShouldProcess(…))`.
 */
export interface Recipe {
  readonly kind: RecipeKind;
  /** The least Entra, Exchange or Azure role. */
  readonly role: string;
  readonly licence: string;
  readonly connect: readonly Connection[];
  /** Delegated permissions that the script asks for. */
  readonly scopes: readonly string[];
  readonly modules: readonly string[];
  readonly variables: readonly Variable[];
  readonly save: string;
  readonly contain: string;
  readonly remove?: string;
  readonly verify: string;
  readonly graph: readonly GraphRequest[];
}

const bySteps: Readonly<Record<string, RecipeKind>> = {
  'W-25': 'disable',
  'W-46': 'restore-mail',
  'W-50': 'revoke',
  'W-51': 'reset',
  'W-52': 'security-info',
  'W-53': 'device',
  'W-54': 'inbox-rule',
  'W-55': 'flow',
  'W-56': 'app',
  'W-57': 'logs',
  'W-58': 'recipients',
  'W-59': 'sign-ins',
  role: 'role',
  azure: 'azure',
  sharing: 'sharing',
  files: 'restore-files',
  forwarding: 'forwarding',
  delegation: 'delegation',
  transport: 'transport',
  audit: 'audit',
  'conditional-access': 'conditional-access',
  tenant: 'tenant-setting',
  account: 'account',
  'add-in': 'add-in',
  ediscovery: 'ediscovery',
  protocols: 'protocols',
  'exchange-role': 'exchange-role',
  membership: 'membership',
  'mailbox-settings': 'mailbox-settings',
  'restore-directory': 'restore-directory',
  'device-secrets': 'device-secrets',
};

/** @returns undefined for a step that nothing is known of */
export function recipeKindOf({ step, target }: IncidentAction): RecipeKind | undefined {
  if (step !== 'block') return bySteps[step];
  if (target?.kind === 'ip') return 'block-ip';
  if (target?.kind === 'domain') return 'block-domain';
  return target?.kind === 'url' ? 'block-url' : 'block-sender';
}
