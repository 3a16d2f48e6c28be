import { z } from 'zod';
import type { Said, Severity } from '../../model/finding.js';
import type { Analyser, AnalyserMatch } from '../analyser.js';
import type { DirectoryAct } from '../directory/act.js';
import { accountOf, after, targetOf } from '../directory/act.js';
import { distinct, groupByKeys, listed, minute, placesOf } from '../directory/groups.js';
import { exactly, readActs } from '../directory/read.js';

const operations = [
  'register device',
  'add device',
  'add registered owner to device',
  'add registered users to device',
];

const parameters = z.strictObject({
  /** Steps about one device are one finding while less than this lies between. */
  minutes: z.number().positive().default(5),
  /** One account's devices within a day, from which on it is no new telephone any more. */
  many: z.number().int().min(2).default(4),
});
type Parameters = z.infer<typeof parameters>;

interface Device {
  readonly ids: readonly string[];
  readonly name: string | undefined;
  readonly os: string | undefined;
  readonly version: string | undefined;
  readonly trust: string | undefined;
  readonly owner: string | undefined;
}

const guid = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/;
const byService = /device registration service|microsoft\.|intune|^serviceprincipal_/;

function deviceOf(act: DirectoryAct): Device {
  const target = targetOf(act, 'device');
  const owning = act.operation.startsWith('add registered');
  const ids = [
    target?.id,
    after(act, 'Device.ObjectID'),
    after(act, 'DeviceId'),
    act.details.get('deviceid'),
    act.details.get('device id'),
  ];
  const own = act.byApplication || byService.test(act.by) ? undefined : act.by;
  return {
    ids: distinct(ids.map((id) => id?.toLowerCase())).filter((id) => guid.test(id)),
    name: after(act, 'Device.DisplayName', 'DisplayName', 'CloudDisplayName') ?? target?.name,
    os: after(act, 'DeviceOSType', 'CloudDeviceOSType') ?? act.details.get('device os') ?? act.details.get('deviceostype'),
    version: after(act, 'DeviceOSVersion', 'CloudDeviceOSVersion') ?? act.details.get('device os version'),
    trust: after(act, 'DeviceTrustType') ?? act.details.get('device trust type') ?? act.details.get('devicetrusttype'),
    owner: owning ? accountOf(act) : own,
  }; // prettier-ignore
}

/**
 * Devices as tools make them unless told otherwise. Sources: dirkjanm/ROADtools, roadtx device; Elastic
 * detection-rules, "Entra ID unusual ROPC / ROADtools default device".
 */
function isToolMade({ name, version }: Device): boolean {
  return (
    (version === '10.0.19041.928' && /^DESKTOP-[A-Z0-9]{8}$/.test(name ?? '')) ||
    /aadinternals|roadtools|roadtx/i.test(name ?? '')
  );
}

interface Step {
  readonly act: DirectoryAct;
  readonly device: Device;
  readonly time: bigint;
}

/** How devices stand to the tenant, as the log spells it. */
const trusts: Readonly<Record<string, Said>> = {
  azuread: { en: 'joined', ja: '参加' },
  workplace: { en: 'registered', ja: '登録' },
  serverad: { en: 'hybrid joined', ja: 'ハイブリッド参加' },
};

function matchOf(group: readonly Step[], manyBy: ReadonlySet<string>): AnalyserMatch {
  const failed = group.every(({ act }) => act.failed);
  const devices = group.map(({ device }) => device);
  const first = <T>(values: readonly (T | undefined)[]): T | undefined =>
    values.find((value) => value !== undefined);
  const owners = distinct(devices.map(({ owner }) => owner));
  const name = first(devices.map((device) => device.name));
  const os = first(devices.map((device) => device.os));
  const trust = first(devices.map((device) => device.trust))?.toLowerCase();
  const why: Said[] = [];
  let severity: Severity = 'low';
  if (devices.some(isToolMade) || group.some(({ act }) => /aadinternals/i.test(act.agent ?? ''))) {
    severity = 'high';
    why.push({ en: 'it looks like what hunting tools make', ja: '攻撃ツールの既定値と一致する' });
  }
  if (owners.some((owner) => manyBy.has(owner)) && severity === 'low') {
    severity = 'medium';
    why.push({ en: 'this account registered many devices in a day', ja: '同じ利用者が 1 日に多数の端末を登録している' }); // prettier-ignore
  }
  const said = trust === undefined ? undefined : trusts[trust];
  return {
    events: placesOf(group.map(({ act }) => act)),
    severity,
    values: {
      ...(owners.length === 0 ? {} : { owner: listed(owners) }),
      ...(name === undefined ? {} : { device: name }),
      ...(os === undefined ? {} : { os }),
      ...(said === undefined ? {} : { trust: said }),
      ...(why.length === 0
        ? {}
        : { why: { en: why.map(({ en }) => en).join('; '), ja: why.map(({ ja }) => ja).join('、') } }),
      deed: failed
        ? { en: 'was refused the registration of a device', ja: '端末の登録を試みたが失敗した' }
        : { en: 'had a device registered', ja: '端末を登録した' },
    },
  }; // prettier-ignore
}

/** Accounts with that many groups within a day of one another. */
function accountsWithMany(groups: readonly (readonly Step[])[], many: number): ReadonlySet<string> {
  const times = new Map<string, bigint[]>();
  for (const group of groups)
    for (const owner of distinct(group.map(({ device }) => device.owner)))
      times.set(owner, [...(times.get(owner) ?? []), group[0]?.time ?? 0n]);
  return new Set(
    [...times].flatMap(([owner, all]) =>
      all.some((time, at) => (all[at + many - 1] ?? time - 1n) - time <= 1440n * minute &&
        all[at + many - 1] !== undefined)
        ? [owner]
        : [],
    ),
  ); // prettier-ignore
}

/**
 * W-42: a device is registered. The service writes "Register device", the directory three entries more, in
 * one or both logs: they are one finding, by correlation id, the device's ids, or its name within the time.
 */
export const deviceRegistered: Analyser<Parameters> = {
  slug: 'device-registered',
  parameters,
  run: async (store, { minutes, many }) => {
    const acts = await readActs(store, exactly(operations));
    const steps = acts.map((act): Step => ({ act, device: deviceOf(act), time: act.time }));
    // Names like "iPhone" are everybody's: they join only where a step has no id to go by.
    const nameless = new Set(
      steps.filter(({ device }) => device.ids.length === 0).map(({ device }) => device.name),
    );
    const groups = groupByKeys(
      steps,
      ({ act, device }) => [
        ...(act.correlation === undefined ? [] : [act.correlation]),
        ...device.ids,
        ...(device.name === undefined || !nameless.has(device.name)
          ? []
          : [`name ${device.name.toLowerCase()}`]),
      ],
      BigInt(Math.round(minutes * 60)) * (minute / 60n),
    );
    const manyBy = accountsWithMany(groups, many);
    return groups.map((group) => matchOf(group, manyBy));
  },
};
