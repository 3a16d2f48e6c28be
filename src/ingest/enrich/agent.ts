import bowser from 'bowser';
import { knownAgents, type KnownAgent } from './agent-table.js';

/** `browser`: a browser, on a phone too; the others are told in the table. */
export type AgentKind = 'browser' | KnownAgent['kind'] | 'unknown';

export interface AgentInfo {
  /** The client's name, with the major version of a browser: `Chrome 118`, `axios`. */
  readonly browser: string | null;
  /** With its major version where it says one: `Windows 10`, `iOS 17`. */
  readonly os: string | null;
  readonly kind: AgentKind;
}

/** Longer ones exist only to slow a parser down. */
const longest = 1000;

/** Exchange's ClientInfoString puts the service before the agent: `Client=OWA;Mozilla/5.0 …`. */
const exchangePrefix =
  /^Client=(?:OWA|OutlookService|(?:Microsoft\.Exchange\.)?ActiveSync);\s*(?!Action=)(?:UserAgent=)?(?=[A-Z])/i;

/**
 * What a user agent claims to be. Everything in it is the client's own word: an attacker's script
 * often sends a browser's.
 */
export function parseAgent(userAgent: string): AgentInfo {
  const text = userAgent.slice(0, longest).trim().replace(exchangePrefix, '');
  if (text === '') return { browser: null, os: null, kind: 'unknown' };
  const parsed = bowser.parse(text);
  const os = osName(parsed.os);
  const known = knownAgents.find(({ pattern }) => pattern.test(text));
  if (known !== undefined)
    return { browser: known.name, os: known.os === undefined ? os : known.os, kind: known.kind };
  const browser = withMajor(parsed.browser.name, parsed.browser.version);
  if (parsed.platform.type === 'bot') return { browser, os, kind: 'script' };
  // Without an engine bowser has only split `Name/1.0`; Internet Explorer 7 names none.
  const isBrowser = parsed.engine.name !== undefined || parsed.browser.name === 'Internet Explorer';
  return { browser, os, kind: isBrowser ? 'browser' : 'unknown' };
}

type Os = ReturnType<typeof bowser.parse>['os'];

function osName(os: Os): string | null {
  // Windows NT 6.1 is called 7; the other systems' names for a version say less than its number.
  if (os.name === 'Windows' && os.versionName !== undefined && os.versionName !== 'NT')
    return `Windows ${os.versionName}`;
  return os.name === 'Windows' ? os.name : withMajor(os.name, os.version);
}

function withMajor(name: string | undefined, version: string | undefined): string | null {
  if (name === undefined || name === '') return null;
  const major = /^\d+/.exec(version ?? '')?.[0];
  return major === undefined ? name : `${name} ${major}`;
}
