import type { Fields } from './record.js';

/**
 * Column names that the exports of formats.md §2 to §5 use. They serve one purpose: to see that a line in the
 * middle of a file is the header of another export appended to it. Which format it is, `formats/` decides.
 */
const knownNames = new Set(
  [
    'RecordType,CreationDate,UserIds,Operations,AuditData,ResultIndex,ResultCount,Identity,IsValid,ObjectState',
    'PSComputerName,RunspaceId,PSShowComputerName,RecordId,Operation,UserId,AssociatedAdminUnits',
    'AssociatedAdminUnitsNames,id,createdDateTime,auditLogRecordType,organizationId,userType,service,objectId',
    'userPrincipalName,clientIp,administrativeUnits,auditData,TimeGenerated,TimeGenerated [UTC],OfficeId',
    'OfficeWorkload,Client_IPAddress,ClientIP,UserKey,UserType,Workload,ResultStatus,TenantId,SourceSystem,Type',
    'Date (UTC),Request ID,User agent,User,Username,Correlation ID,CorrelationId,User ID,Incoming token type',
    'Application,Application ID,Resource,Resource ID,IP address,Location,Status,Sign-in error code,Session ID',
    'Failure reason,Client app,Device ID,Browser,Operating System,Service principal ID,Service principal name',
    'Authentication requirement,Service,Category,Activity,Result,ResultReason,ActorType,ActorDisplayName',
    'ActorObjectId,ActorUserPrincipalName,IPAddress,Target1Type,Target1DisplayName,Target1ObjectId',
    'AppDisplayName,ResourceDisplayName,OperationName,ResultType,InitiatedBy,TargetResources,AdditionalDetails',
    'CreationTime,ActionType,AccountDisplayName,RawEventData,Timestamp,ReportId,Caller,CallerIpAddress',
    'date_time_utc,origin_timestamp_utc,sender_address,recipient_address,recipient_status,message_subject',
    'original_client_ip,message_id,network_message_id,Received,SenderAddress,RecipientAddress,Subject,ToIP',
    'FromIP,Size,MessageId,MessageTraceId,_raw,_time',
  ].flatMap((names) => names.split(',').map(plainName)),
);

function plainName(name: string): string {
  return name.trim().toLowerCase();
}

/** Names made unique: a second `A` is `A (2)`, a nameless third column is `column 3`. */
export function uniqueNames(cells: readonly string[]): readonly string[] {
  const taken = new Set<string>();
  return cells.map((cell, index) => {
    const name = cell.trim() === '' ? `column ${index + 1}` : cell;
    let unique = name;
    for (let copy = 2; taken.has(unique); copy += 1) unique = `${name} (${copy})`;
    taken.add(unique);
    return unique;
  });
}

/** Could a header start with this cell? A cheap question, asked of every row. */
export function mayStartHeader(cell: string | undefined): boolean {
  return cell !== undefined && cell.length < 40 && knownNames.has(plainName(cell));
}

/** Do these cells read like the header of a known export rather than like data? */
export function isKnownHeader(cells: readonly string[]): boolean {
  const named = cells.filter((cell) => cell.trim() !== '');
  if (named.length < 2) return false;
  if (named.some((cell) => cell.length > 128 || /[{}@\n]/.test(cell))) return false;
  const known = named.filter((cell) => knownNames.has(plainName(cell))).length;
  return known >= 3 ? known * 3 >= named.length : known === named.length;
}

/** A row under its header. Missing cells are absent; cells beyond the header are `column N`. */
export function rowFields(header: readonly string[], cells: readonly string[]): Fields {
  const count = cells.length;
  const fields: Record<string, string> = {};
  for (let index = 0; index < count; index += 1) {
    const cell = cells[index] ?? '';
    const name = header[index] ?? `column ${index + 1}`;
    if (name === '__proto__') return Object.fromEntries(cells.map((c, i) => [header[i] ?? '', c]));
    fields[name] = cell;
  }
  return fields;
}
