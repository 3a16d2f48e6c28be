import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { openIpDatabase } from '../../ingest/enrich/ip-database.js';
import type { Said } from '../../model/finding.js';
import { openMemoryStore } from '../../store/duckdb/store.js';
import type { Store } from '../../store/store.js';
import type { AnalyserMatch } from '../analyser.js';
import { readSamples, addSample, settleSamples } from '../samples.js';
import { applicationAdded } from './application-added.js';
import { deviceRegistered } from './device-registered.js';
import { roleGranted } from './role-granted.js';
import { securityInfo } from './security-info.js';

const rules = path.join(import.meta.dirname, '../../../rules/entra');

/** Runs on the store that holds one sample of a rule. */
async function onSample<T>(
  rule: string,
  sample: RegExp,
  run: (store: Store) => Promise<T>,
): Promise<T> {
  const { samples } = await readSamples(path.join(rules, `${rule}.yml`));
  const found = samples.find(({ name }) => sample.test(name));
  if (found === undefined) throw new Error(`no sample ${String(sample)}`);
  const store = await openMemoryStore();
  try {
    await addSample(store, found);
    await settleSamples(store, await openIpDatabase({}));
    return await run(store);
  } finally {
    store.close();
  }
}

const en = (match: AnalyserMatch | undefined, name: string): string | undefined => {
  const value: string | Said | undefined = match?.values?.[name];
  return typeof value === 'object' ? value.en : value;
};

describe('application-added (W-40)', () => {
  const added = (sample: RegExp): Promise<readonly AnalyserMatch[]> =>
    onSample('application_added', sample, (store) =>
      applicationAdded.run(store, applicationAdded.parameters.parse({})),
    );

  it.each([
    ['the unified audit log alone', /unified audit log$/, 7],
    ['the Entra audit log alone', /^the same, Entra audit log$/, 7],
    ['both logs', /^the same in both logs$/, 14],
  ])('makes one finding of the whole flow over %s', async (_, sample, events) => {
    const matches = await added(sample);
    expect(matches).toHaveLength(1);
    const [match] = matches;
    expect(match?.events).toHaveLength(events);
    expect(match?.severity).toBe('high');
    expect(en(match, 'application')).toBe('..');
    expect(en(match, 'application_id')).toMatch(/^[0-9a-f-]{36}$/);
    expect(en(match, 'consent')).toContain('Principal');
    expect(en(match, 'permissions')).toBe(
      'email, Mail.ReadWrite.Shared, Mail.Send.Shared, openid, TeamsActivity.Read, TeamsActivity.Send, User.Read',
    );
    expect(en(match, 'why')).toContain('only symbols');
  });

  it('finds a consent whose first steps are missing', async () => {
    const [match, ...others] = await added(/last steps only/);
    expect(others).toEqual([]);
    expect(match?.severity).toBe('medium');
    expect(en(match, 'deed')).toBe('gave rights to the application');
  });
});

describe('device-registered (W-42)', () => {
  it.each([
    [/both logs/, 7],
    [/unified audit log only/, 3],
    [/Entra audit log only/, 4],
  ])('makes one finding of all steps: %s', async (sample, events) => {
    const matches = await onSample('device_registered', sample, (store) =>
      deviceRegistered.run(store, deviceRegistered.parameters.parse({})),
    );
    expect(matches).toHaveLength(1);
    expect(matches[0]?.events).toHaveLength(events);
    expect(en(matches[0], 'owner')).toBe('alice@example.com');
    expect(en(matches[0], 'device')).toBe('DESKTOP-NEW01');
  });
});

describe('security-info (W-41)', () => {
  it('names the new method where the unified audit log has only the change of the account', async () => {
    const [match] = await onSample(
      'security-info_registered',
      /second telephone with the app/,
      (store) => securityInfo.run(store, securityInfo.parameters.parse({ deeds: ['registered'] })),
    );
    expect(en(match, 'methods')).toBe('authenticator app');
    expect(en(match, 'account')).toBe('alice@example.com');
  });

  it('weighs a failure as nothing that happened', async () => {
    const [match] = await onSample('security-info_registered', /failed/, (store) =>
      securityInfo.run(store, securityInfo.parameters.parse({ deeds: ['registered'] })),
    );
    expect(match?.severity).toBe('informational');
  });
});

describe('role-granted (W-25)', () => {
  it.each([
    [/under its older name/, 'medium', 2],
    [/gives itself a role/, 'high', 2],
    [/made minutes before/, 'high', 4],
    [/application gets a role/, 'high', 2],
  ])('weighs who got it and how: %s', async (sample, severity, events) => {
    const matches = await onSample('privilege_role-granted', sample, (store) =>
      roleGranted.run(store, roleGranted.parameters.parse({})),
    );
    expect(matches.map((match) => [match.severity, match.events.length])).toEqual([
      [severity, events],
    ]);
  });
});
