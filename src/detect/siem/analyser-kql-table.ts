import { z } from 'zod';
import { commaText } from '../../sigma/kql/words.js';
import { kqlNumber, kqlRegex, timespan } from '../../sigma/kql/literal.js';
import type { AnalyserKql, KqlTemplate } from './analyser-kql.js';
import { entities, query } from './analyser-kql.js';
import { forwardingKql } from './forwarding-kql.js';

/**
 * Analysers that a query can do in a simpler way, by slug. One that is missing here needs a user's habits, the
 * networks of addresses, or several logs laid side by side, and is reported as not exported.
 */

const numbers = (...names: readonly string[]) => z.object(Object.fromEntries(names.map((name) => [name, z.number().positive()]))); // prettier-ignore
const number = (parameters: Readonly<Record<string, unknown>>, name: string, otherwise: number): number => numbers(name).safeParse(parameters).data?.[name] ?? otherwise; // prettier-ignore
const texts = (parameters: Readonly<Record<string, unknown>>, name: string): readonly string[] => z.array(z.string()).catch([]).parse(parameters[name]); // prettier-ignore
const oneText = (parameters: Readonly<Record<string, unknown>>, name: string): string => z.string().catch('').parse(parameters[name]); // prettier-ignore

const operationPlain = String.raw`| extend Operation = tolower(trim(@"[ .]+", replace_regex(replace_regex(OperationName, @"[\x{2010}-\x{2015}\x{2212}]", "-"), @"\s+", " ")))`;
const initiator = [
  '| extend Actor = coalesce(tostring(InitiatedBy.user.userPrincipalName), tostring(InitiatedBy.app.displayName))',
  entities('tostring(InitiatedBy.user.userPrincipalName)', 'tostring(InitiatedBy.user.ipAddress)'),
];

const context = {
  en: 'The analyser also weighs what is usual for the user, and the networks of the addresses; the query does not.',
  ja: 'アナライザーは利用者の普段の様子とアドレスの属するネットワークも考慮するが、クエリは考慮しない。',
};
const merging = {
  en: 'The analyser joins the steps of one act from several logs and grades it; the query gives a row for each record.',
  ja: 'アナライザーは一つの行為の各段階を複数のログからまとめて評価するが、クエリは記録ごとに一行を返す。',
};
const slots = {
  en: 'Counted in fixed slots of time, not in sliding windows; habits of the user are not known.',
  ja: '件数は連続する時間枠ではなく固定の区切りごとに数える。利用者の普段の様子は分からない。',
};

const audits = (regex: string, ...more: readonly string[]): AnalyserKql =>
  query('AuditLogs', merging, [operationPlain, `| where Operation matches regex ${kqlRegex(regex)}`, '| where Result =~ "success"', ...more, ...initiator]); // prettier-ignore

/** W-41: what is registered, changed or deleted; passes that an administrator gives have a rule of their own. */
const securityInfoDeeds: Readonly<Record<string, string>> = {
  registered:
    '^(?:user|admin) registered .*security info|^(?:user|admin) started .*security info registration|^add (?:passkey|fido2|windows hello)',
  changed: '^(?:user|admin) (?:changed|updated) .*security info',
  deleted: '^(?:user|admin) deleted .*security info|^delete (?:passkey|fido2|windows hello)',
};

const failedBy = (error: string): string => `| where ResultType in (${error})`;

export const analyserKql: Readonly<Record<string, KqlTemplate>> = {
  // W-74. Of sign-ins in a row, a change of country within the time is always between two neighbours.
  'countries-in-window': (parameters) => {
    const minutes = number(parameters, 'minutes', 10);
    const lines = (country: string): readonly string[] => [
      '| where ResultType == "0"',
      `| extend Country = ${country}`,
      '| where isnotempty(Country)',
      '| project TimeGenerated, UserPrincipalName, Country, IPAddress, AppDisplayName, UserAgent',
      '| sort by UserPrincipalName asc, TimeGenerated asc',
      '| extend EarlierUser = prev(UserPrincipalName), EarlierCountry = prev(Country), EarlierTime = prev(TimeGenerated), EarlierAddress = prev(IPAddress)',
      `| where EarlierUser == UserPrincipalName and EarlierCountry != Country and TimeGenerated - EarlierTime <= ${timespan(minutes * 60)}`,
      entities('UserPrincipalName', 'IPAddress'),
    ];
    return [
      query('SigninLogs', context, lines('Location'), minutes * 60),
      query('AADNonInteractiveUserSignInLogs', context, lines('tostring(parse_json(LocationDetails).countryOrRegion)'), minutes * 60), // prettier-ignore
    ];
  },
  'impossible-travel': (parameters) => {
    const hours = number(parameters, 'toHours', 24);
    return [
      query('SigninLogs', context, [
        '| where ResultType == "0"',
        '| extend Latitude = toreal(LocationDetails.geoCoordinates.latitude), Longitude = toreal(LocationDetails.geoCoordinates.longitude)',
        '| where isnotnull(Latitude) and isnotnull(Longitude)',
        '| project TimeGenerated, UserPrincipalName, Latitude, Longitude, IPAddress, Location, AppDisplayName, UserAgent',
        '| sort by UserPrincipalName asc, TimeGenerated asc',
        '| extend EarlierUser = prev(UserPrincipalName), EarlierTime = prev(TimeGenerated), EarlierAddress = prev(IPAddress), EarlierLocation = prev(Location)',
        '| extend Kilometres = geo_distance_2points(Longitude, Latitude, prev(Longitude), prev(Latitude)) / 1000, Hours = (TimeGenerated - EarlierTime) / 1h',
        `| where EarlierUser == UserPrincipalName and Hours between (${kqlNumber(number(parameters, 'fromMinutes', 10))} / 60.0 .. ${kqlNumber(hours)}.0)`,
        `| where Kilometres >= ${kqlNumber(number(parameters, 'kilometres', 500))} and Kilometres / Hours >= ${kqlNumber(number(parameters, 'speed', 1000))}`,
        entities('UserPrincipalName', 'IPAddress'),
      ], hours * 3600),
    ];
  }, // prettier-ignore
  // W-77.
  'security-info': (parameters) => [
    audits(
      texts(parameters, 'deeds').flatMap((deed) => securityInfoDeeds[deed] ?? []).join('|'),
      '| where not(ResultReason has "temporary access pass")',
    ),
  ], // prettier-ignore
  // W-7A.
  'device-registered': () => [
    audits(
      '^(?:register device|add device|add registered owner to device|add registered users to device)$',
    ),
  ],
  // W-7C.
  'application-added': () => [
    audits(
      '^(?:add application|add service principal|add delegated permission grant|add oauth2permissiongrant|consent to application|add app role assignment to service principal|add app role assignment grant to user)$',
    ),
  ],
  'credential-added': () => [
    audits(
      '^(?:update|create|add) (?:application|service principal)(?: ?- ?certificates and secrets management| credentials)?$|^add service principal credentials$|^add federated identity credential',
      '| where tostring(TargetResources) has_any ("KeyIdentifier", "KeyDescription", "FederatedIdentityCredentials") or Operation has "credential"',
    ),
  ],
  'owner-added': () => [audits('^add owner to (?:application|service principal)$')],
  'role-granted': () => [
    audits(
      '^add (?:eligible |scoped |role )?member to role',
      '| where not(Operation matches regex "requested|denied|cancell?ed|expired|failed|remind|approv")',
    ),
  ],
  'role-removed': () => [audits('^remove (?:eligible |scoped )?member from role')],
  'directory-change': (parameters) => {
    const changes = z
      .array(
        z.object({
          property: z.string(),
          before: z.string().optional(),
          after: z.string().optional(),
        }),
      ) // prettier-ignore
      .catch([])
      .parse(parameters['changes']);
    const tests = changes.map(({ property, before, after }) =>
      [
        `tostring(Change.displayName) matches regex ${kqlRegex(`(?i)${property}`)}`,
        ...(before === undefined ? [] : [`tostring(Change.oldValue) matches regex ${kqlRegex(`(?i)${before}`)}`]), // prettier-ignore
        ...(after === undefined ? [] : [`tostring(Change.newValue) matches regex ${kqlRegex(`(?i)${after}`)}`]), // prettier-ignore
        'tostring(Change.oldValue) != tostring(Change.newValue)',
      ].join(' and '),
    );
    return [
      audits(
        oneText(parameters, 'operations'),
        ...(tests.length === 0
          ? []
          : [
              '| mv-expand Target = TargetResources',
              '| mv-expand Change = Target.modifiedProperties',
              `| where ${tests.map((test) => `(${test})`).join(' or ')}`,
            ]),
      ),
    ];
  },
  'azure-role-assigned': () => [
    query('AzureActivity', merging, [
      '| where OperationNameValue =~ "Microsoft.Authorization/roleAssignments/write"',
      '| where ActivityStatusValue in~ ("Success", "Succeeded")',
      entities('iff(Caller has "@", Caller, "")', 'CallerIpAddress'),
    ]),
  ],
  'many-targets': (parameters) => {
    const minutes = number(parameters, 'minutes', 60);
    const least = number(parameters, 'atLeast', 5);
    const regex = kqlRegex(`(?i)${oneText(parameters, 'operations')}`);
    const count = `| summarize Objects = dcount(Object), Examples = make_set(Object, 20), StartTime = min(TimeGenerated), EndTime = max(TimeGenerated), Address = take_any(Address) by Actor, Slot = bin(TimeGenerated, ${timespan(minutes * 60)})`;
    const end = [`| where Objects >= ${kqlNumber(least)}`, entities('Actor', 'Address')];
    if (texts(parameters, 'sources').includes('azure_activity'))
      return [query('AzureActivity', slots, [`| where OperationNameValue matches regex ${regex}`, '| where ActivityStatusValue in~ ("Success", "Succeeded")', '| project TimeGenerated, Actor = Caller, Object = tolower(coalesce(_ResourceId, ResourceId)), Address = CallerIpAddress', count, ...end], minutes * 60)]; // prettier-ignore
    return [query('AuditLogs', slots, [operationPlain, `| where Operation matches regex ${regex}`, '| where Result =~ "success"', '| mv-expand Target = TargetResources', '| project TimeGenerated, Actor = coalesce(tostring(InitiatedBy.user.userPrincipalName), tostring(InitiatedBy.app.displayName)), Object = coalesce(tostring(Target.id), tostring(Target.displayName)), Address = tostring(InitiatedBy.user.ipAddress)', count, ...end], minutes * 60)]; // prettier-ignore
  },
  // W-7D, outside and inside.
  'forward-destination': forwardingKql,
  'device-code': () => [
    query('SigninLogs', context, ['| where AuthenticationProtocol =~ "deviceCode"', '| where ResultType == "0"', entities('UserPrincipalName', 'IPAddress')]), // prettier-ignore
  ],
  'brute-force': (parameters) => {
    const errors = texts(parameters, 'errors');
    const minutes = number(parameters, 'pauseMinutes', 60);
    return [
      query('SigninLogs', slots, [failedBy(commaText(errors.length > 0 ? errors : ['50126', '50053'])), `| summarize Tries = count(), Addresses = make_set(IPAddress, 20), StartTime = min(TimeGenerated), EndTime = max(TimeGenerated), Address = take_any(IPAddress) by UserPrincipalName, Slot = bin(TimeGenerated, ${timespan(minutes * 60)})`, `| where Tries >= ${kqlNumber(number(parameters, 'tries', 10))}`, entities('UserPrincipalName', 'Address')], minutes * 60), // prettier-ignore
    ];
  },
  'password-spray': (parameters) => {
    const hours = number(parameters, 'pauseHours', 24);
    return [
      query('SigninLogs', slots, [failedBy(commaText(['50126', '50053', '50034'])), `| summarize Users = dcount(UserPrincipalName), Examples = make_set(UserPrincipalName, 50), StartTime = min(TimeGenerated), EndTime = max(TimeGenerated) by IPAddress, Slot = bin(TimeGenerated, ${timespan(hours * 3600)})`, `| where Users >= ${kqlNumber(number(parameters, 'users', 5))}`, entities('tostring(Examples[0])', 'IPAddress')], hours * 3600), // prettier-ignore
    ];
  },
  'volume-burst': (parameters) => {
    const operations = commaText(texts(parameters, 'operations'));
    const least = number(parameters, 'withoutHabit', 200);
    return [
      query('OfficeActivity', slots, [`| where Operation in~ (${operations})`, '| summarize Events = count(), StartTime = min(TimeGenerated), EndTime = max(TimeGenerated), Address = take_any(coalesce(ClientIP, Client_IPAddress)) by UserId, Slot = bin(TimeGenerated, 1h)', `| where Events >= ${kqlNumber(least)}`, entities('UserId', 'Address')], 3600), // prettier-ignore
      query('CloudAppEvents', slots, [`| where ActionType in~ (${operations})`, '| extend User = tostring(RawEventData.UserId)', '| summarize Events = count(), StartTime = min(TimeGenerated), EndTime = max(TimeGenerated), Address = take_any(IPAddress) by User, Slot = bin(TimeGenerated, 1h)', `| where Events >= ${kqlNumber(least)}`, entities('User', 'Address')], 3600), // prettier-ignore
    ];
  },
  'site-settings': (parameters) => {
    const operations = commaText(texts(parameters, 'operations'));
    return [
      query('OfficeActivity', merging, [`| where Operation in~ (${operations})`, entities('UserId', 'ClientIP')]), // prettier-ignore
      query('CloudAppEvents', merging, [`| where ActionType in~ (${operations})`, entities('tostring(RawEventData.UserId)', 'IPAddress')]), // prettier-ignore
    ];
  },
};
