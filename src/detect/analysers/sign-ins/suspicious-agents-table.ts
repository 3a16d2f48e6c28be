/** User agents that people's own clients do not send. Searched without regard to case (RE2). */
export interface SuspiciousAgent {
  readonly name: string;
  /**
   * `attack`: a tool made for attacks, or one nobody else uses so; `library`: what programs send whose
   * author did not care, kits and administrators' scripts alike.
   */
  readonly kind: 'attack' | 'library';
  readonly pattern: string;
  readonly source: string;
}

const huntress = 'Huntress, "Threat Hunting for Business Email Compromise Through User Agents"';
const peers = 'peers.md 5 (list of suspicious user agents in Analyzer-Suite)';

export const suspiciousAgents: readonly SuspiciousAgent[] = [
  { name: 'AADInternals', kind: 'attack', pattern: '\\bAADInternals\\b', source: 'Gerenios/AADInternals' },
  { name: 'ROADtools', kind: 'attack', pattern: '\\broad(?:tools|lib|recon|tx)\\b', source: 'dirkjanm/ROADtools' },
  { name: 'AzureHound or BloodHound', kind: 'attack', pattern: '\\b(?:azure|sharp|blood)hound\\b', source: 'Elastic, "BloodHound Suite User-Agents Detected"' },
  { name: 'TeamFiltration', kind: 'attack', pattern: '\\bteamfiltration\\b|Teams/1\\.3\\.00\\.30866 Chrome/80\\.0\\.3987\\.165 Electron/8\\.5\\.1', source: 'Elastic, "TeamFiltration User-Agents Detected"' },
  { name: 'GraphRunner', kind: 'attack', pattern: '\\bgraphrunner\\b', source: 'dafthack/GraphRunner' },
  { name: 'TokenTactics', kind: 'attack', pattern: '\\btokentactics', source: 'rvrsh3ll/TokenTactics' },
  { name: 'MFASweep, MSOLSpray or another PowerShell 5.1 script', kind: 'library', pattern: 'WindowsPowerShell/5\\.', source: 'dafthack/MSOLSpray and MFASweep: Invoke-WebRequest, its own user agent' },
  { name: 'o365spray', kind: 'attack', pattern: '\\bo365spray\\b', source: '0xZDH/o365spray' },
  { name: 'PERFECTDATA', kind: 'attack', pattern: '\\bperfect ?data\\b', source: 'peers.md 5 (abused applications)' },
  { name: 'axios', kind: 'library', pattern: '\\baxios\\b|^agentaxios', source: huntress },
  { name: 'fasthttp', kind: 'library', pattern: '\\bfasthttp\\b', source: peers },
  { name: 'go-resty', kind: 'library', pattern: '\\bgo-resty\\b', source: peers },
  { name: 'Go HTTP client', kind: 'library', pattern: '\\bGo-http-client\\b', source: peers },
  { name: 'node-fetch', kind: 'library', pattern: '\\bnode-fetch\\b', source: peers },
  { name: 'undici', kind: 'library', pattern: '^undici', source: 'Elastic, "Entra ID Potential AiTM Sign-In via OfficeHome (Tycoon2FA)"' },
  { name: 'Node.js', kind: 'library', pattern: '^node(?:\\.js)?(?:/|$)', source: 'Elastic, "Entra ID Potential AiTM Sign-In via OfficeHome (Tycoon2FA)"' },
  { name: 'got', kind: 'library', pattern: '^got[/ (]', source: peers },
  { name: 'python-requests', kind: 'library', pattern: '\\bpython-requests\\b', source: huntress },
  { name: 'aiohttp, httpx or urllib of Python', kind: 'library', pattern: '\\baiohttp\\b|\\bpython-httpx\\b|\\bpython-urllib\\b', source: peers },
  { name: 'curl', kind: 'library', pattern: '^curl\\b|\\blibcurl\\b', source: huntress },
  { name: 'OkHttp', kind: 'library', pattern: '\\bokhttp\\b', source: peers },
  { name: 'Guzzle or PHP', kind: 'library', pattern: '\\bGuzzle|^PHP\\b', source: peers },
  { name: 'a browser without a window', kind: 'library', pattern: '\\bHeadlessChrome\\b|\\bPhantomJS\\b|\\bpuppeteer\\b|\\bplaywright\\b', source: peers },
]; // prettier-ignore
