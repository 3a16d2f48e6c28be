import { isoSeconds } from '../company/clock.js';
import type { Company } from '../company/company.js';
import type { Agent } from '../company/agents-table.js';
import type { App } from '../company/apps-table.js';
import { apps } from '../company/apps-table.js';
import type { Identity } from '../company/person.js';
import type { Place } from '../company/place.js';
import type { Random } from '../random.js';
import type { AuditRecord, DeviceFacts, Mark, SignIn } from './draft.js';
import { signInErrors } from './errors-table.js';

/** What a sign-in is made of; everything that is left out is as it mostly is. */
export interface SignInPlan {
  readonly time: number;
  readonly user: Identity;
  readonly place: Place;
  readonly agent: Agent | null;
  readonly app: App;
  readonly resource?: App;
  readonly session: string | null;
  readonly interactive: boolean;
  readonly device?: DeviceFacts | null;
  readonly code?: number;
  readonly factor?: SignIn['factor'];
  readonly protocol?: SignIn['protocol'];
  readonly incoming?: SignIn['incoming'];
  readonly clientApp?: string;
  readonly correlation?: string;
  readonly requestId?: string;
  readonly risk?: SignIn['risk'];
  readonly mark?: Mark | undefined;
}

export function makeSignIn(random: Random, plan: SignInPlan): SignIn {
  return {
    kind: 'sign-in',
    // The exports show whole seconds.
    time: Math.floor(plan.time / 1000) * 1000,
    mark: plan.mark,
    interactive: plan.interactive,
    requestId: plan.requestId ?? random.requestId(),
    correlation: plan.correlation ?? random.guid(),
    user: plan.user,
    place: plan.place,
    agent: plan.agent,
    device: plan.device ?? null,
    app: plan.app,
    resource: plan.resource ?? apps.graph,
    session: plan.session,
    code: plan.code ?? 0,
    factor: plan.factor ?? (plan.interactive ? 'none' : 'earlier'),
    protocol: plan.protocol ?? 'None',
    incoming: plan.incoming ?? 'None',
    clientApp:
      plan.clientApp ?? (plan.agent === null ? 'Mobile Apps and Desktop clients' : 'Browser'),
    latency: random.int(60, 900),
    risk: plan.risk ?? 'none',
  };
}

const browserOf = (agent: Agent): string => /^[A-Za-z ]+/.exec(agent.browser)?.[0].trim() ?? '';

/**
 * The unified audit log's record of a sign-in: UserLoggedIn or UserLoginFailed (type 15), with the
 * request id as its Id, and `ResultStatus: Success` whatever happened.
 */
export function logonOf(company: Company, signIn: SignIn): AuditRecord {
  const { user, place, agent, device } = signIn;
  const error = signInErrors[signIn.code];
  const properties = [
    ...(device === null
      ? []
      : [
          { Name: 'Id', Value: device.id },
          { Name: 'DisplayName', Value: device.name },
        ]),
    ...(agent === null || agent.os === ''
      ? []
      : [{ Name: 'OS', Value: agent.os.replace('Windows10', 'Windows 10') }]),
    ...(agent === null ? [] : [{ Name: 'BrowserType', Value: browserOf(agent) }]),
    ...(device?.compliant === true ? [{ Name: 'IsCompliant', Value: 'True' }] : []),
    { Name: 'IsCompliantAndManaged', Value: device?.compliant === true ? 'True' : 'False' },
    ...(device === null
      ? []
      : [{ Name: 'TrustType', Value: device.joined.startsWith('Hybrid') ? '1' : '0' }]),
    ...(signIn.session === null ? [] : [{ Name: 'SessionId', Value: signIn.session }]),
  ];
  const kind = signIn.interactive
    ? signIn.factor === 'none' || signIn.factor === 'earlier'
      ? 'Login:login'
      : 'SAS:EndAuth'
    : signIn.agent === null
      ? 'OAuth2:Token'
      : 'OAuth2:Authorize';
  return {
    kind: 'ual',
    time: signIn.time,
    mark: signIn.mark,
    data: {
      CreationTime: isoSeconds(signIn.time),
      Id: signIn.requestId,
      Operation: error === undefined ? 'UserLoggedIn' : 'UserLoginFailed',
      OrganizationId: company.tenantId,
      RecordType: 15,
      ResultStatus: 'Success',
      UserKey: user.id,
      UserType: 0,
      Version: 1,
      Workload: 'AzureActiveDirectory',
      ClientIP: place.ip,
      ObjectId: signIn.resource.id,
      UserId: user.upn,
      AzureActiveDirectoryEventType: 1,
      ExtendedProperties: [
        { Name: 'ResultStatusDetail', Value: kind === 'OAuth2:Authorize' ? 'Redirect' : 'Success' },
        ...(agent === null ? [] : [{ Name: 'UserAgent', Value: agent.text }]),
        ...(signIn.interactive ? [{ Name: 'UserAuthenticationMethod', Value: '1' }] : []),
        { Name: 'RequestType', Value: kind },
      ],
      ModifiedProperties: [],
      Actor: [
        { ID: user.id, Type: 0 },
        { ID: user.upn, Type: 5 },
      ],
      ActorContextId: company.tenantId,
      ActorIpAddress: place.ip,
      InterSystemsId: signIn.correlation,
      IntraSystemId: signIn.requestId,
      SupportTicketId: '',
      Target: [{ ID: signIn.resource.id, Type: 0 }],
      TargetContextId: company.tenantId,
      ApplicationId: signIn.app.id,
      DeviceProperties: properties,
      ErrorNumber: String(signIn.code),
      ...(error === undefined ? {} : { LogonError: error.logon }),
    },
  };
}
