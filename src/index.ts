/**
 * Konseki as a library: what the command line is made of. Everything here is what the commands
 * themselves call; anything not exported may change without notice.
 */
export { KonsekiError, placeText } from './errors.js';
export type { ErrorCode, Place } from './errors.js';
export { columnNames, eventColumns, sources } from './model/event.js';
export type { ColumnName, Normalised, Source } from './model/event.js';
export type { Counts, Evidence, EvidenceFile, Reject, Warning } from './model/evidence.js';
export { formats } from './formats/registry.js';
export type { Format } from './formats/format.js';
export { guidFromToken, tokenFromGuid } from './formats/ids.js';
export { createCase, isCase, openCase } from './ingest/case.js';
export type { Case } from './ingest/case.js';
export { addEvidence } from './ingest/add.js';
export type { AddOptions } from './ingest/add.js';
export type { AddProgress, AddReport, FileResult } from './ingest/report.js';
export { verifyEvidence } from './ingest/verify.js';
export type { VerifyResult } from './ingest/verify.js';
export type { EventFilter, EventQuery, Row, Store } from './store/store.js';
export { listSessions, sessionEvents } from './scope/sessions.js';
