import { describe, expect, it } from 'vitest';
import { inGraphOnly, onBothPages, schemaPageDiffers, withdrawn } from './record-type-table.js';
import { recordTypeName, recordTypeNumber, recordTypes } from './record-types.js';

describe('AuditLogRecordType', () => {
  it('has every number of both publications, once', () => {
    // Schema page of June 2026: 257 rows. Graph metadata of July 2026: 471 members.
    const both = Object.keys(onBothPages).length;
    expect(both + Object.keys(schemaPageDiffers).length).toBe(257);
    expect(both + Object.keys(inGraphOnly).length).toBe(471);
    expect(recordTypes.size).toBe(471 + Object.keys(withdrawn).length);
    expect(Math.max(...recordTypes.keys())).toBe(475);
  });

  it('has no name twice', () => {
    const names = [...recordTypes.values()].map((name) => name.toLowerCase());
    expect(new Set(names).size).toBe(names.length);
  });

  it('has names that are one word', () => {
    for (const name of recordTypes.values()) expect(name).toMatch(/^[A-Za-z][A-Za-z0-9]+$/u);
  });

  it.each([
    // W-36
    [1, 'ExchangeAdmin'],
    [2, 'ExchangeItem'],
    [3, 'ExchangeItemGroup'],
    [4, 'SharePoint'],
    [6, 'SharePointFileOperation'],
    [7, 'OneDrive'],
    [8, 'AzureActiveDirectory'],
    [15, 'AzureActiveDirectoryStsLogon'],
    [30, 'MicrosoftFlow'],
    // others that intrusions leave
    [14, 'SharePointSharingOperation'],
    [20, 'PowerBIAudit'],
    [25, 'MicrosoftTeams'],
    [28, 'ThreatIntelligence'],
    [36, 'SharePointListOperation'],
    [40, 'SecurityComplianceAlerts'],
    [50, 'ExchangeItemAggregated'],
    [56, 'SharePointFieldOperation'],
    [65, 'Quarantine'],
    [110, 'MSDEResponseActions'],
    [117, 'MAPGRemediation'],
    [261, 'CopilotInteraction'],
    [294, 'AadRiskDetection'],
    [463, 'VivaGlintAgenticCampaign'],
  ])('knows %i as %s', (number, name) => {
    expect(recordTypeName(number)).toBe(name);
    expect(recordTypeNumber(name)).toBe(number);
  });

  it('finds a number by a name in any case, and by the names of the schema page', () => {
    expect(recordTypeNumber('exchangeadmin')).toBe(1);
    expect(recordTypeNumber('azureActiveDirectoryStsLogon')).toBe(15);
    expect(recordTypeNumber('Yammer')).toBe(22);
    expect(recordTypeNumber('Viva Engage')).toBe(22);
    expect(recordTypeNumber('VivaInsights')).toBe(44);
    expect(recordTypeNumber('projectForThewebTask')).toBe(196);
  });

  it('keeps the services’ numbers where the schema page renumbered', () => {
    expect(recordTypeNumber('CrossTenantAccessPolicy')).toBe(370);
    expect(recordTypeName(370)).toBe('CrossTenantAccessPolicy');
    expect(recordTypeName(367)).toBe('SentinelKQLOnLake');
    expect(recordTypeNumber('SentinelKQLOnLake')).toBe(379);
  });

  it('says nothing of what nobody names', () => {
    expect(recordTypeName(0)).toBeUndefined();
    expect(recordTypeName(137)).toBeUndefined();
    expect(recordTypeName(99999)).toBeUndefined();
    expect(recordTypeNumber('')).toBeUndefined();
    expect(recordTypeNumber('constructor')).toBeUndefined();
  });
});
