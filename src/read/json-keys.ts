/** Keys under which exports put their records (formats.md §1), as an array or one object further down. */
export const wrapperKeys: ReadonlySet<string> = new Set(
  [
    'value,Value,values,Values,records,Records,results,Results,result,Result,data,Data,items,Items,events,Events',
    'hits,logs,Logs,entries,Entries,rows,Rows,tables,Tables,d,response,Response,body,Body,auditLogs,signIns',
    'AuditRecords,auditRecords,PrimaryResult,QueryResult,queryResult',
  ].flatMap((keys) => keys.split(',')),
);

/** The longest of them: a longer key needs no look-up. */
export const longestWrapperKey = Math.max(...Array.from(wrapperKeys, (key) => key.length));

/** Keys that only a log record has: an object with one of them is a record whatever it contains. */
export const recordKeys: ReadonlySet<string> = new Set(
  [
    'CreationTime,CreationDate,creationTime,creationDate,Operation,operation,Operations,RecordType,recordType',
    'createdDateTime,CreatedDateTime,activityDateTime,ActivityDateTime,activityDisplayName,AuditData,auditData',
    'operationName,OperationName,TimeGenerated,Timestamp,ActionType,RecordId,auditLogRecordType,Workload',
    'userPrincipalName,UserId,userId,UserIds,RawEventData,_raw,_source,detectedDateTime,eventTimestamp',
    'initiatedBy,targetResources,MessageTraceId,SenderAddress,callerIpAddress',
  ].flatMap((keys) => keys.split(',')),
);

/** Keys that a record has and an envelope may have. */
export const weakRecordKeys: ReadonlySet<string> = new Set(
  'id,Id,ID,time,Time,category,Category,properties,Properties,name,Name'.split(','),
);

/** Keys of an envelope, beside `@odata.…`: with nothing but these, even an empty array is a wrapper's. */
export const envelopeKeys: ReadonlySet<string> = new Set(
  [
    'count,Count,total,Total,status,Status,nextLink,NextLink,odata.metadata,odata.nextLink,schema,Schema,stats',
    'Stats,statistics,Statistics,took,timed_out,_shards,render,error,success,page,pageSize,hasMore,next,previous',
    'id,Id,time,name,Name,max_score',
  ].flatMap((keys) => keys.split(',')),
);

/** Keys that hold the address of the next page of results. */
export const nextLinkKeys: ReadonlySet<string> = new Set([
  '@odata.nextLink',
  'odata.nextLink',
  'nextLink',
  'NextLink',
  '@nextLink',
  'nextPageLink',
  'next_link',
]);

export const columnKeys: ReadonlySet<string> = new Set(['columns', 'Columns']);
export const rowKeys: ReadonlySet<string> = new Set(['rows', 'Rows']);
export const tableKeys: ReadonlySet<string> = new Set(['tables', 'Tables']);
