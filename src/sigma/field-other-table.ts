import type { FieldEntry, FieldTable, NamedObject } from './field-words.js';
import { any, column, field, operation, raw, says } from './field-words.js';
import { elevations } from './vocabulary-table.js';

/**
 * Azure activity log: the event schema of diagnostic settings, of the REST API and the portal's JSON (`{value,
 * localizedValue}`), and the columns of Log Analytics' AzureActivity in their two generations.
 */
const azureFields: readonly FieldEntry[] = [
  field(
    'Operation OperationNameValue operationName.value Authorization.action properties.message eventName',
    operation,
  ),
  field(
    'OperationName',
    any(
      operation,
      says('Assigns the caller to user access admin', column('operation'), ...elevations),
    ),
  ),
  field(
    'Category CategoryValue properties.eventCategory eventCategory category.value',
    column('record_type_name'),
  ),
  field(
    'ResourceProvider ResourceProviderValue ResourceProviderName resourceProviderName.value',
    raw('ResourceProviderValue'),
    raw('resourceProviderName.value'),
    raw('ResourceProvider'),
    // Diagnostic settings have it in the operation only.
    says(
      'Microsoft.ADHybridHealthService',
      column('operation'),
      'microsoft.adhybridhealthservice/services/servicemembers/action',
      'microsoft.adhybridhealthservice/services/delete',
      'microsoft.adhybridhealthservice/services/write',
      'microsoft.adhybridhealthservice/services/update',
    ),
  ),
  field('ResourceId _ResourceId', raw('ResourceId'), raw('_ResourceId'), column('object')),
  field('Resource', raw('Resource'), column('object')),
  field('Caller User UserPrincipalName UserId InitiatedBy identity.claims.name', column('user')),
  field(
    'Status ActivityStatusValue ActivityStatus ResultType status.value Result',
    any(
      column('outcome'),
      raw('ActivityStatusValue'),
      raw('ActivityStatus'),
      raw('resultType'),
      raw('status.value'),
      raw('Status'),
    ),
  ),
  field('LoggedByService Workload', column('workload')),
];

const azureObjects: readonly NamedObject[] = [
  {
    names: ['Claims', 'Claims_d', 'identity.claims'],
    at: ['claims{}', 'Claims_d{}', 'identity.claims', 'claims.Content{}'],
  },
  { names: ['Properties', 'Properties_d'], at: ['properties{}', 'Properties_d{}'] },
  {
    names: ['Authorization', 'Authorization_d', 'identity.authorization'],
    at: ['authorization{}', 'Authorization_d{}', 'identity.authorization'],
  },
  { names: ['HTTPRequest', 'httpRequest'], at: ['httpRequest{}', 'HTTPRequest_d{}'] },
];

const graphFields: readonly FieldEntry[] = [
  field('Operation OperationName', operation),
  field('RequestUri properties.requestUri', column('object')),
  field(
    'ResponseStatusCode properties.responseStatusCode',
    raw('ResponseStatusCode'),
    raw('properties.responseStatusCode'),
  ),
  field(
    'RequestMethod properties.requestMethod',
    raw('RequestMethod'),
    raw('properties.requestMethod'),
  ),
  field('AppId ApplicationId properties.appId', column('app_id')),
  field('UserId properties.userId AccountObjectId', column('user_id')),
  field('SignInActivityId properties.signInActivityId', column('token_id')),
  field('Category', column('record_type_name')),
  field('Workload', column('workload')),
];

const riskFields: readonly FieldEntry[] = [
  field(
    'riskEventType riskType properties.riskEventType properties.riskType Operation OperationName',
    any(
      operation,
      // Defender for Cloud Apps' own impossible travel has had both names.
      says('impossibleTravel', column('operation'), 'mcasimpossibletravel'),
      says('mcasImpossibleTravel', column('operation'), 'impossibletravel'),
    ),
  ),
  field('riskLevel properties.riskLevel', column('risk_level')),
  field('riskState properties.riskState', raw('riskState'), raw('properties.riskState')),
  field('UserPrincipalName properties.userPrincipalName User Username', column('user')),
  field('UserId properties.userId', column('user_id')),
  field('Location location.countryOrRegion properties.location.countryOrRegion', column('country')),
  field('Location.city properties.location.city', column('city')),
  field('Source properties.source', raw('source'), raw('properties.source')),
  field('Category', column('record_type_name')),
  field('Workload', column('workload')),
];

const traceFields: readonly FieldEntry[] = [
  field('Operation', operation),
  field('SenderAddress sender_address from sender P2Sender', column('user')),
  field(
    'RecipientAddress recipient_address to recipient',
    any(column('target_user'), column('object')),
  ),
  field('MessageSubject message_subject Subject', column('subject')),
  field('MessageId message_id InternetMessageId', column('message_id')),
  field('FromIP original_client_ip client_ip', column('ip')),
  field('Status recipient_status', any(raw('Status'), raw('recipient_status'), column('outcome'))),
  field('Workload', column('workload')),
];

export const otherTables: readonly FieldTable[] = [
  { source: 'azure_activity', fields: azureFields, objects: azureObjects },
  { source: 'graph_activity', fields: graphFields },
  { source: 'risk_detection', fields: riskFields },
  { source: 'message_trace', fields: traceFields },
  { source: 'mail', fields: traceFields },
];
