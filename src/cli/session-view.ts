import type { JsonValue } from '../output/json.js';
import type { Verdict } from '../model/incident.js';
import type { SessionView } from '../scope/sessions.js';
import type { JudgedStrand } from '../scope/verdict.js';
import type { Context } from './context.js';
import type { Fields } from './records.js';

export function verdictText(context: Context, verdict: Verdict): string {
  const { red, yellow, green, dim } = context.colors;
  switch (verdict) {
    case 'attacker':
    case 'mixed':
      return red(verdict);
    case 'suspicious':
      return yellow(verdict);
    case 'user':
      return green(verdict);
    case 'unknown':
      return dim(verdict);
  }
}

/** The signals of the gravest strand that accuse, the heaviest first: their short names. */
export function gravestSignals({ strands }: SessionView): readonly string[] {
  const gravest = strands.reduce<JudgedStrand | undefined>(
    (worst, each) => (worst === undefined || each.weight > worst.weight ? each : worst),
    undefined,
  );
  const accusing = (gravest?.signals ?? []).filter(({ weight }) => weight > 0);
  return [
    ...new Set(
      [...accusing].sort((a, b) => b.weight - a.weight).map(({ signal, said }) =>
        signal === 'finding' ? (said.en.split(': ').at(-1) ?? signal) : signal,
      ),
    ),
  ]; // prettier-ignore
}

/** What programs get of a session, one value a name. */
export function sessionFields(view: SessionView): Fields {
  const { strands, marked, ...rest } = view;
  return {
    ...rest,
    marked: marked?.as,
    signals: gravestSignals(view),
    strands: strands.length,
  };
}

export function sessionJson(view: SessionView): Readonly<Record<string, JsonValue>> {
  const { strands, marked, ...rest } = view;
  return {
    ...rest,
    marked:
      marked === undefined
        ? null
        : { as: marked.as, by: marked.by, at: marked.at, why: marked.why },
    signals: gravestSignals(view),
    strands: strands.map(strandJson),
  };
}

function strandJson(strand: JudgedStrand): JsonValue {
  const {
    no, network, asOrg, client, first, last, events, exact, token, attached, ips, ipKinds, countries, userAgents, apps,
    sources, deviceIds, ownDevice, risk, verdict, weight,
  } = strand; // prettier-ignore
  return {
    no, verdict, weight, network, asOrg, client, first, last, events, exact, token, attached, ips, ipKinds, countries,
    userAgents, apps, sources, deviceIds, ownDevice, risk,
    signals: strand.signals.map(({ signal, weight: each, said, events: proof }) => ({
      signal, weight: each, said: { ...said }, events: proof,
    })),
    findings: strand.findings.map(({ id, trace, stage, severity, events: proof }) => ({
      id, trace, stage, severity, events: proof,
    })),
  }; // prettier-ignore
}
