import type { LogSourcePart } from './field.js';

/**
 * Which events a rule's `logsource` means. The services are those of Sigma's taxonomy for `m365` and
 * `azure`, older names of them that rules still carry, and a few of our own for logs that Sigma has no
 * name for. To add one, add a line; docs/sigma.md lists them.
 */

const ofTypes = (...types: readonly number[]): LogSourcePart => ({
  source: 'ual',
  only: { column: 'record_type', values: types.map(String) },
});

/** AzureActiveDirectory: the directory's audit records as the unified audit log copies them. */
const directoryCopies = ofTypes(8);
/** AzureActiveDirectoryAccountLogon, AzureActiveDirectoryStsLogon. */
const logonCopies = ofTypes(9, 15);

/**
 * Alerts and what the security and compliance portals do. 18 SecurityComplianceCenterEOPCmdlet, 24 Discovery,
 * 28, 41, 47 ThreatIntelligence, 34 ThreatFinder, 40 SecurityComplianceAlerts, 42 SecurityComplianceInsights,
 * 64, 86, 89 Air…, 78 WDATPAlerts, 87 SecurityComplianceRBAC, 98 MCASAlerts, 106 SecurityComplianceUserChange,
 * 115 MAPGAlerts, 166-169 Alert, AlertStatus, AlertIncident, IncidentStatus.
 */
const security = [
  ofTypes(18, 24, 28, 34, 40, 41, 42, 47, 64, 78, 86, 87, 89, 98, 106, 115, 166, 167, 168, 169),
];

const directory: readonly LogSourcePart[] = [
  { source: 'entra_audit' },
  directoryCopies,
  // "Elevate access" is in the Azure activity log of the directory, which rules take for the audit log.
  {
    source: 'azure_activity',
    only: {
      column: 'operation',
      values: [
        'microsoft.authorization/elevateaccess/action',
        'assigns the caller to user access administrator role',
      ],
    },
  },
];

/** Some published rules for devices stand under `activitylogs`, though only the directory logs these. */
const deviceOperations = {
  column: 'operation',
  values: [
    'delete device',
    'delete device configuration',
    'update device',
    'update device configuration',
  ],
};

const signIns: readonly LogSourcePart[] = [{ source: 'entra_signin' }, logonCopies];
const activity: readonly LogSourcePart[] = [
  { source: 'azure_activity' },
  { source: 'entra_audit', only: deviceOperations },
  { source: 'ual', only: deviceOperations },
];
const risks: readonly LogSourcePart[] = [{ source: 'risk_detection' }];
/** PIM has no log of its own: its alerts and activations are in the directory's audit log. */
const pim: readonly LogSourcePart[] = [
  {
    source: 'entra_audit',
    only: { column: 'workload', values: ['pim', 'privileged identity management'] },
  },
  { source: 'entra_audit', only: { column: 'operation', values: ['triggered pim alert'] } },
];
const graphActivity: readonly LogSourcePart[] = [{ source: 'graph_activity' }];
const ual: readonly LogSourcePart[] = [{ source: 'ual' }];
const messageTrace: readonly LogSourcePart[] = [{ source: 'message_trace' }];
const mail: readonly LogSourcePart[] = [{ source: 'mail' }];

/** Product → service → events; the empty service is the product as a whole. */
export const logSourceTable: Readonly<
  Record<string, Readonly<Record<string, readonly LogSourcePart[]>>>
> = {
  m365: {
    '': [...ual, ...messageTrace, ...mail],
    audit: ual,
    exchange: [{ source: 'ual', only: { column: 'workload', values: ['exchange'] } }],
    threat_management: security,
    threat_detection: security,
    // What threat_management was called before 2023.
    microsoft365portal: security,
    // Ours.
    messagetrace: messageTrace,
    mail,
  },
  azure: {
    '': [
      ...signIns,
      { source: 'entra_audit' },
      directoryCopies,
      { source: 'azure_activity' },
      { source: 'graph_activity' },
      ...risks,
    ],
    signinlogs: signIns,
    auditlogs: directory,
    activitylogs: activity,
    riskdetection: risks,
    pim,
    // Older names.
    'azure.signinlogs': signIns,
    'azure.auditlogs': directory,
    'azure.activitylogs': activity,
    azureactivity: activity,
    azuread: [...signIns, ...directory],
    // The tables of Log Analytics.
    noninteractiveusersigninlogs: signIns,
    aadnoninteractiveusersigninlogs: signIns,
    serviceprincipalsigninlogs: signIns,
    managedidentitysigninlogs: signIns,
    aaduserriskevents: risks,
    microsoftgraphactivitylogs: graphActivity,
    graphactivitylogs: graphActivity,
  },
};

/** Other spellings of the products. */
export const productNames: Readonly<Record<string, string>> = {
  m365: 'm365',
  microsoft365: 'm365',
  office365: 'm365',
  o365: 'm365',
  azure: 'azure',
  entra: 'azure',
};
