/**
 * User agents that hunting and intrusion tools send unless told otherwise. A pattern is searched without
 * regard to case. Sources, one a line: the tools' own code (dafthack/MFASweep, dafthack/GraphRunner,
 * Flangvik/TeamFiltration, dirkjanm/ROADtools, Gerenios/AADInternals, SpecterOps/AzureHound), real records
 * (shared samples: deteng t1482, t1592.004), LETHAL-FORENSICS Microsoft-Analyzer-Suite
 * (UserAgent-Blacklist), Elastic detection-rules ("AAD Graph: unusual user agent").
 *
 * `enumeration` reads the directory, `probe` tries doors (which sign-ins want no second factor), `kit` does all.
 * `tool`: nobody else sends it. `library`: a program's library, which honest scripts send as well.
 */
export interface ToolAgent {
  readonly tool: string;
  readonly pattern: RegExp;
  readonly purpose: 'enumeration' | 'probe' | 'spray' | 'kit' | 'library';
  readonly certain: 'tool' | 'library';
}

const tool = (
  name: string,
  purpose: ToolAgent['purpose'],
  pattern: RegExp,
  certain: ToolAgent['certain'] = 'tool',
): ToolAgent => ({ tool: name, purpose, pattern, certain });

export const toolAgents: readonly ToolAgent[] = [
  tool('AzureHound', 'enumeration', /\bazurehound\b/i),
  tool('BloodHound', 'enumeration', /\b(?:blood|sharp)hound\b/i),
  tool('ROADtools', 'enumeration', /\broad(?:tools|recon|tx|lib)\b/i),
  tool('ROADtools', 'enumeration', /python\/[\d.]+ aiohttp\//i, 'library'),
  tool('AADInternals', 'kit', /aadinternals/i),
  tool('GraphRunner', 'enumeration', /\bgraphrunner\b/i),
  tool('GraphRunner', 'enumeration', /Chrome\/119\.0\.6045\.123 Safari\/537\.36$/i, 'library'),
  tool('TokenTactics', 'kit', /tokentactics/i),
  tool('TeamFiltration', 'kit', /Teams\/1\.3\.00\.30866 Chrome\/80\.0\.3987\.165 Electron\/8\.5\.1/i),
  tool('AADInternals', 'kit', /Teams\/1\.3\.00\.24755 Chrome\/69\.0\.3497\.128 Electron\/4\.2\.12/i),
  tool('MicroBurst', 'enumeration', /microburst/i),
  tool('PowerZure', 'enumeration', /powerzure/i),
  tool('Stormspotter', 'enumeration', /stormspotter/i),
  tool('ScoutSuite', 'enumeration', /scout ?suite/i),
  tool('Cloudfox', 'enumeration', /\bcloudfox\b/i),
  tool('o365spray', 'spray', /o365spray/i),
  tool('MSOLSpray', 'spray', /msolspray/i),
  tool('o365creeper', 'spray', /o365creeper/i),
  tool('TREVORspray', 'spray', /trevorspray/i),
  tool('CredMaster', 'spray', /credmaster/i),
  tool('fasthttp', 'spray', /^fasthttp$/i),
  tool('MFASweep', 'probe', /^Mozilla\/5\.0 \(Mobile; Windows Phone 8\.1; Android 4\.0; ARM; Trident\/7\.0; Touch; rv:11\.0; IEMobile\/11\.0; NOKIA; Lumia 635\)/i),
  tool('MFASweep', 'probe', /\(X11; Ubuntu; Linux i686; rv:24\.0\) Gecko\/20100101 Firefox\/24\.0$/i),
  tool('MFASweep', 'probe', /\(Linux; Android 6\.0; Nexus 5 Build\/MRA58N\).*Chrome\/85\.0\.4183\.121/i),
  tool('MFASweep', 'probe', /\(Windows Phone 10\.0; Android 6\.0\.1; Microsoft; (?:RM-1152|Lumia 950)\).*Edge\/15\.15254$/i),
  tool('MFASweep', 'probe', /\(Nintendo Switch; WifiWebAuthApplet\).*NintendoBrowser\/5\.1\.0\.13343$/i),
]; // prettier-ignore

/** The tool whose agent this is; one that nobody else sends is preferred. */
export function toolOf(agent: string): ToolAgent | undefined {
  const found = toolAgents.filter(({ pattern }) => pattern.test(agent));
  return found.find(({ certain }) => certain === 'tool') ?? found[0];
}
