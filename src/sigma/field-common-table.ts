import type { FieldEntry } from './field-words.js';
import { column, field } from './field-words.js';

/** Names that mean the same column in every log. */
export const commonFields: readonly FieldEntry[] = [
  field(
    'CreationTime CreationDate TimeGenerated eventTime createdDateTime activityDateTime properties.createdDateTime properties.activityDateTime Timestamp Date @timestamp',
    column('time'),
  ),
  field(
    'IpAddress ClientIP ClientIPAddress Client_IPAddress ActorIpAddress CallerIpAddress properties.ipAddress properties.callerIpAddress sourceIPAddress SourceIP src_ip',
    column('ip'),
  ),
  field('IP-address,IP address', column('ip')),
  field('UserAgent user-agent properties.userAgent', column('user_agent')),
  field('User agent,User Agent', column('user_agent')),
  field('CorrelationId properties.correlationId', column('correlation_id')),
  field('Correlation ID,Correlation Id', column('correlation_id')),
  field('SessionId AADSessionId properties.sessionId sessionIdentifier', column('session')),
  field('Session ID', column('session')),
  field('UniqueTokenIdentifier UniqueTokenId properties.uniqueTokenIdentifier', column('token_id')),
];
