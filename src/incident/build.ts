import type { Evidence } from '../model/evidence.js';
import { sources } from '../model/event.js';
import { severities } from '../model/finding.js';
import type { Incident, IncidentDocument } from '../model/incident.js';
import { practiceEntry } from '../model/practice.js';
import { coverage } from '../scope/coverage.js';
import { findIntrusions } from '../scope/intrusions.js';
import { marksIn, marksOf, notesIn } from '../scope/marks.js';
import { textOf } from '../scope/rows.js';
import type { IncidentScope, Seed } from '../scope/scope.js';
import type { Ground } from '../scope/ground.js';
import { parseFrom } from '../scope/seed-text.js';
import { seedsOf } from '../scope/seeds.js';
import type { Store } from '../store/store.js';
import type { CaseFacts } from './facts.js';
import { factsOf } from './facts.js';
import { findingOf, isGrave } from './findings.js';
import { gapsOfCase } from './gaps.js';
import { incidentOf } from './incident.js';
import { quietSpans } from './quiet-spans.js';
import { sessionOf } from './sessions.js';
import { isoMicros } from './texts.js';

export interface BuildOptions {
  /** `user:alice@…`, as given; none: what the sessions themselves say. */
  readonly from: readonly string[];
  /** More to begin with, from a program. */
  readonly seeds?: (ground: Ground) => Promise<readonly Seed[]>;
  /** Version of Konseki. */
  readonly version: string;
  readonly caseName: string;
}

/** The document, and what it was made from, for commands that explain it. */
export interface Built {
  readonly document: IncidentDocument;
  readonly ground: Ground;
  /** Of the incidents, in their order. */
  readonly scopes: readonly IncidentScope[];
}

/**
 * The incident document of a case (DESIGN.md §6): the same for the same case and the same options, byte for
 * byte. Findings must be there; strands are woven where that is due, which a store open for reading refuses.
 *
 * @throws KonsekiError `usage`, `not-found`: what the analyst begins with is not understood, or not in the case
 */
export async function buildIncidentDocument(
  store: Store,
  options: BuildOptions,
): Promise<IncidentDocument> {
  return (await buildIncidents(store, options)).document;
}

export async function buildIncidents(store: Store, options: BuildOptions): Promise<Built> {
  const asked = options.from.map(parseFrom);
  const journal = await store.journal();
  const marks = marksIn(journal);
  const { ground, scopes } = await findIntrusions(
    store,
    async (judged) => [
      ...(await seedsOf(judged, asked)),
      ...((await options.seeds?.(judged)) ?? []),
    ],
    marksOf(marks),
  );
  const facts = await caseFacts(store, ground, journal);
  const quiet = await quietSpans(store);
  const told: { readonly incident: Incident; readonly scope: IncidentScope }[] = [];
  for (const scope of scopes) {
    const own = await factsOf(facts, scope);
    if (own !== undefined) told.push({ incident: await incidentOf(own, quiet), scope });
  }
  told.sort((a, b) => byGravity(a.incident, b.incident));
  const incidents = told.map(({ incident }) => incident);
  const document: IncidentDocument = {
    document: 1,
    konseki: options.version,
    case: options.caseName,
    practice: journal.some(({ kind }) => kind === practiceEntry),
    from: [...options.from],
    evidence: facts.evidence.map(evidenceOf),
    coverage: facts.coverage.map((log) => ({
      source: sources.find((name) => name === log.source) ?? 'ual',
      first: log.first === undefined ? null : isoMicros(log.first),
      last: log.last === undefined ? null : isoMicros(log.last),
      events: log.events,
    })),
    incidents,
    ...beside(facts, incidents),
    gaps: gapsOfCase(facts, quiet),
    marks: marks.map((mark) => ({ ...mark, at: isoMicros(mark.at) })),
    notes: facts.notes.map(({ at, text, by, written }) => ({
      at: isoMicros(at),
      text,
      by,
      written: isoMicros(written),
    })),
  };
  return { document, ground, scopes: told.map(({ scope }) => scope) };
}

async function caseFacts(
  store: Store,
  ground: Ground,
  journal: Awaited<ReturnType<Store['journal']>>,
): Promise<CaseFacts> {
  const findings = await store.findings({ filter: {}, order: 'time' });
  const events = await store.findingEvents(findings.map(({ id }) => id));
  const evidence = [...(await store.evidence())].sort((a, b) =>
    a.file !== b.file ? (a.file < b.file ? -1 : 1) : a.sha256 < b.sha256 ? -1 : 1,
  );
  return {
    store,
    ground,
    evidence,
    coverage: await coverage(store),
    findings,
    proof: new Map([...events].map(([id, list]) => [id, [...new Set(list.map(({ eventId }) => eventId))]])),
    marks: marksIn(journal),
    notes: notesIn(journal),
    domains: await ownDomains(store),
  };
} // prettier-ignore

/** Domains of people who work in the tenant: those who read mail, open files or sign in. */
async function ownDomains(store: Store): Promise<ReadonlySet<string>> {
  const rows = await store.query(
    `SELECT domain FROM (
       SELECT split_part("user", '@', 2) AS domain, count(*) AS n FROM events
       WHERE contains("user", '@') AND source IN ('ual', 'entra_signin', 'entra_audit')
         AND NOT contains("user", '#ext#') AND coalesce(user_kind, 'member') NOT IN ('guest', 'service', 'system', 'application')
         AND coalesce(outcome, 'unknown') <> 'failure' GROUP BY 1)
     WHERE domain <> '' ORDER BY n DESC, domain`,
  );
  return new Set(rows.flatMap((row) => textOf(row, 'domain') ?? []));
}

function evidenceOf(file: Evidence): IncidentDocument['evidence'][number] {
  return {
    file: file.file,
    sha256: file.sha256,
    bytes: file.bytes,
    formats: [...file.formats],
    records: file.records,
    events: file.events,
    duplicates: file.duplicates,
    rejects: file.rejects,
    first: file.first === null ? null : isoMicros(file.first),
    last: file.last === null ? null : isoMicros(file.last),
  };
}

/** What is suspicious and belongs to no incident. */
function beside(
  { ground, findings, proof, marks }: CaseFacts,
  incidents: readonly Incident[],
): Pick<IncidentDocument, 'sessions' | 'findings'> {
  const told = new Set(incidents.flatMap(({ sessions }) => sessions.map(({ id }) => id)));
  const proved = new Set(incidents.flatMap((incident) => incident.findings.map(({ id }) => id)));
  return {
    sessions: ground.sessions
      .filter(({ session, verdict }) => !told.has(session) && (verdict === 'suspicious' || verdict === 'mixed' || verdict === 'attacker'))
      .map((session) => sessionOf(session, marks))
      .sort((a, b) => b.weight - a.weight || (a.id < b.id ? -1 : 1)),
    findings: findings
      .filter(({ id, severity }) => isGrave(severity) && !proved.has(id) && !ground.marks.expected(id))
      .map((finding) => findingOf(finding, proof.get(finding.id) ?? []))
      .sort((a, b) => severities.indexOf(b.severity) - severities.indexOf(a.severity) || ((a.first ?? '') < (b.first ?? '') ? -1 : (a.first ?? '') > (b.first ?? '') ? 1 : a.id < b.id ? -1 : 1)),
  };
} // prettier-ignore

function byGravity(a: Incident, b: Incident): number {
  const grave = ({ severity }: Incident): number => severities.indexOf(severity);
  const rights = ({ victims }: Incident): number => victims.filter(({ privileged }) => privileged).length; // prettier-ignore
  const found = ({ findings }: Incident): number =>
    findings.filter(({ severity }) => isGrave(severity)).length;
  return (
    grave(b) - grave(a) ||
    rights(b) - rights(a) ||
    found(b) - found(a) ||
    b.scope.events.length - a.scope.events.length ||
    (a.window.from < b.window.from ? -1 : a.window.from > b.window.from ? 1 : a.id < b.id ? -1 : 1)
  );
}
