/**
 * User agents of programs, which people's own clients do not send: kits that replay tokens, and
 * administrators' scripts. Tools made for attacks are in `../../tool-agents-table.ts`.
 */
export interface LibraryAgent {
  readonly name: string;
  /** Searched without regard to case (RE2). */
  readonly pattern: string;
  readonly source: string;
}

const huntress = 'Huntress, "Threat Hunting for Business Email Compromise Through User Agents"';
const peers = 'LETHAL-FORENSICS, Microsoft-Analyzer-Suite (UserAgent-Blacklist)';

export const libraryAgents: readonly LibraryAgent[] = [
  { name: 'MFASweep, MSOLSpray or another PowerShell 5.1 script', pattern: 'WindowsPowerShell/5\\.', source: 'dafthack/MSOLSpray and MFASweep: Invoke-WebRequest, its own user agent' },
  { name: 'axios', pattern: '\\baxios\\b|^agentaxios', source: huntress },
  { name: 'fasthttp', pattern: '\\bfasthttp\\b', source: peers },
  { name: 'go-resty', pattern: '\\bgo-resty\\b', source: peers },
  { name: 'Go HTTP client', pattern: '\\bGo-http-client\\b', source: peers },
  { name: 'node-fetch', pattern: '\\bnode-fetch\\b', source: peers },
  { name: 'undici', pattern: '^undici', source: 'Elastic, "Entra ID Potential AiTM Sign-In via OfficeHome (Tycoon2FA)"' },
  { name: 'Node.js', pattern: '^node(?:\\.js)?(?:/|$)', source: 'Elastic, "Entra ID Potential AiTM Sign-In via OfficeHome (Tycoon2FA)"' },
  { name: 'got', pattern: '^got[/ (]', source: peers },
  { name: 'python-requests', pattern: '\\bpython-requests\\b', source: huntress },
  { name: 'aiohttp, httpx or urllib of Python', pattern: '\\baiohttp\\b|\\bpython-httpx\\b|\\bpython-urllib\\b', source: peers },
  { name: 'curl', pattern: '^curl\\b|\\blibcurl\\b', source: huntress },
  { name: 'OkHttp', pattern: '\\bokhttp\\b', source: peers },
  { name: 'Guzzle or PHP', pattern: '\\bGuzzle|^PHP\\b', source: peers },
  { name: 'a browser without a window', pattern: '\\bHeadlessChrome\\b|\\bPhantomJS\\b|\\bpuppeteer\\b|\\bplaywright\\b', source: peers },
]; // prettier-ignore
