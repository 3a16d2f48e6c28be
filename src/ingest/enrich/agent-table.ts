/** A client that is no browser, or looks like one and is none. */
export interface KnownAgent {
  readonly name: string;
  /**
   * `mobile`: an app on a phone; `office`: a program on a desktop; `script`: a library, a command
   * line or a legacy protocol; `service`: a server.
   */
  readonly kind: 'mobile' | 'office' | 'script' | 'service';
  /** Linear: no nested repetition, since the text is the client's own. Case is ignored. */
  readonly pattern: RegExp;
  /** Overrides what the text seems to say; left out, the text decides; `null`: it may be any. */
  readonly os?: string | null;
}

/** The first match decides: what is particular stands before what is general. */
export const knownAgents: readonly KnownAgent[] = [
  // Sign-in helpers of legacy protocols: a user name and a password went over IMAP, POP or SMTP.
  script('BAV2ROPC (legacy authentication)', /^BAV2ROPC\b/i),
  script('CBAInPROD (legacy authentication)', /^CBAIn(?:PROD|TAR)/i),

  // Attack tools that name themselves.
  script('AADInternals', /\bAADInternals\b/i),
  script('AzureHound', /\bazurehound\b/i),
  script('BloodHound', /\bbloodhound\b/i),
  script('ROADtools', /\broad(?:tools|lib|recon|tx)\b/i),
  script('TokenTactics', /\btokentactics\b/i),
  script('GraphRunner', /\bgraphrunner\b/i),
  script('TeamFiltration', /\bteamfiltration\b/i),
  script('PERFECTDATA', /\bperfect ?data\b/i),

  // Browsers that a program drives.
  script('Headless Chrome', /\bHeadlessChrome\b/i),
  script('PhantomJS', /\bPhantomJS\b/i),
  script('Puppeteer', /\bpuppeteer\b/i),
  script('Playwright', /\bplaywright\b/i),
  script('Selenium', /\bselenium\b/i),

  // Libraries and command lines.
  script('axios', /\baxios\b|^agentaxios/i),
  script('node-fetch', /\bnode-fetch\b/i),
  script('undici', /^undici\b/i),
  script('Node.js', /^node(?:\.js)?(?:\/|$)/i),
  script('got', /^got(?:\/|\s*\()/i),
  script('superagent', /\bsuperagent\b/i),
  script('fasthttp', /\bfasthttp\b/i),
  script('go-resty', /\bgo-resty\b/i),
  script('Go HTTP client', /\bGo-http-client\b|^Go \d/i),
  script('colly', /^colly\b/i),
  script('python-requests', /\bpython-requests\b/i),
  script('python-urllib', /\bpython-urllib\b/i),
  script('aiohttp', /\baiohttp\b/i),
  script('httpx', /\bpython-httpx\b|^httpx\b/i),
  script('MSAL Python', /\bmsal[ .-]?python\b/i),
  script('Azure SDK', /\bazsdk-/i),
  script('Azure CLI', /\bAZURECLI\b|\bazure-cli\b/i),
  script('Azure PowerShell', /\bAzure-?PowerShell\b|\bAz\.Accounts\b/i),
  script('Microsoft Graph PowerShell', /\b(?:Connect-)?MgGraph\b|\bGraph ?PowerShell\b/i),
  script('PowerShell', /\b(?:Windows)?PowerShell\b|\bAADPowershell\b/i),
  script('WinRM', /\bWinRM\b/i),
  script('Python', /^python\b/i),
  script('curl', /^curl\b|\blibcurl\b/i),
  script('Wget', /^Wget\b/i),
  script('Postman', /\bPostmanRuntime\b/i),
  script('Insomnia', /^insomnia\b/i),
  script('HTTPie', /^HTTPie\b/i),
  script('rclone', /\brclone\b/i),
  script('RestSharp', /\bRestSharp\b/i),
  script('Guzzle', /\bGuzzle(?:Http)?\b/i),
  script('PHP', /^PHP\b/i),
  script('Ruby', /^Ruby\b|\bFaraday\b/i),
  script('Perl', /\blibwww-perl\b|\bLWP::/i),
  script('reqwest', /\breqwest\b/i),
  script('hyper', /^hyper\b/i),
  script('Apache HttpClient', /\bApache-HttpClient\b|\bJakarta Commons-HttpClient\b/i),
  script('OkHttp', /\bokhttp\b/i),
  script('Java', /^Java\b/i),
  script('.NET', /\bSystem\.Net\.Http\b|^dotnet\b/i),
  script('Swagger client', /\bSwagger-Codegen\b|\bOpenAPI-Generator\b/i),
  script('EWS Managed API', /\bExchangeServicesClient\b/i),

  // Programs of Microsoft's servers, acting for a user or for nobody.
  service('Exchange assistant', /\bClient=(?:EBA|TBA)\b/i),
  service('Exchange transport', /\bClient=HUB Transport\b/i),
  service('Exchange management', /\bClient=Management\b/i),
  service('Exchange', /\bMicrosoft-?Exchange|\bMicrosoft\.Exchange\.(?!ActiveSync)/i),
  service('Office for the web', /\bMSWAC(?:ONSync)?\b/i),
  service('Microsoft 365 admin center', /^O365AdminPortal\b/i),
  service('Azure Logic Apps', /\bazure-logic-apps\b/i),
  service('Power Automate', /\bmicrosoft-flow\b|\bPowerAutomate\b/i),
  service('Power Apps', /\bPowerApps\b/i),
  service('Microsoft Search', /\bMS Search\b/i),
  service('SharePoint', /\bSharePoint(?:Online)?\//i),
  service('Dynamics 365', /\bDynamics ?365\b|\bMicrosoft Dynamics\b/i),

  // Mail and files on a phone.
  mobile('Outlook for iOS', /\bOutlook-iOS(?!-Android)/i, 'iOS'),
  mobile('Outlook for iOS or Android', /\bOutlook-iOS-Android\b/i, null),
  mobile('Outlook for Android', /\bOutlook-Android\b/i, 'Android'),
  mobile('Teams for iOS', /\bTeamsMobile-iOS\b/i, 'iOS'),
  mobile('Teams for Android', /\bTeamsMobile-Android\b/i, 'Android'),
  mobile('iOS accounts', /\bdataaccessd\b|\baccountsd\b/i, 'iOS'),
  mobile('Apple Mail', /\bApple-(?:iPhone|iPad|iPod)/i, 'iOS'),
  mobile(
    'Android mail',
    /\bAndroid-(?:Mail|[A-Z0-9]+-|SAMSUNG|EAS)|\bSAMSUNG-SM-|^Android\/\d+.*EAS/i,
    'Android',
  ),
  mobile('Microsoft Authenticator', /\bMicrosoft ?Authenticator\b/i),
  mobile('Android app', /^Dalvik\//i),
  mobile('iOS app', /\bCFNetwork\/.*\biOS\b/i, 'iOS'),

  // Programs on a desktop.
  office('Windows sign-in', /\bWindows-AzureAD-Authentication-Provider\b/i, 'Windows'),
  office('Outlook', /\bMicrosoft Outlook\b|\bOutlook\/\d|\bClient=MSExchangeRPC\b|\bMSOffice\b/i),
  office('Outlook for Mac', /\bMacOutlook\b/i, 'macOS'),
  office('Teams', /\bTeams\/|\bMSTeams\b|\bMicrosoft Teams\b/i),
  office('OneDrive sync', /\bSkyDriveSync\b|\bOneDrive(?:Sync|Mpc)?\b/i),
  office('OneNote', /\bOneNote\b/i),
  office('Word', /\bMicrosoft(?: Office)? Word\b/i),
  office('Excel', /\bMicrosoft(?: Office)? Excel\b/i),
  office('PowerPoint', /\bMicrosoft(?: Office)? PowerPoint\b/i),
  office('Microsoft Office', /\bMicrosoft Office\b|\bms-?office\b/i),
  office('eM Client', /\beM ?Client\b/i),
  office('Thunderbird', /\bThunderbird\b/i),
  office(
    'Apple Mail for Mac',
    /\bMac(?: )?OS ?X\/.*\bMail\b|\bExchangeWebServices\/.*\bMail\b/i,
    'macOS',
  ),

  // What is left of Exchange's own names for a protocol.
  script('IMAP', /\bClient=(?:POP3\/)?IMAP4\b|\bProtocol=IMAP4\b/i),
  script('POP', /\bProtocol=POP3\b|\bClient=POP3\b/i),
  script('Exchange web services', /\bClient=WebServices\b|\bClient=EWS\b/i),
  service('Exchange REST', /\bClient=REST\b/i),
  mobile('Exchange ActiveSync', /\bClient=(?:Microsoft\.Exchange\.)?ActiveSync\b/i),
];

function script(name: string, pattern: RegExp): KnownAgent {
  return { name, kind: 'script', pattern };
}

function service(name: string, pattern: RegExp): KnownAgent {
  return { name, kind: 'service', pattern };
}

function mobile(name: string, pattern: RegExp, os?: string | null): KnownAgent {
  return { name, kind: 'mobile', pattern, ...(os === undefined ? {} : { os }) };
}

function office(name: string, pattern: RegExp, os?: string | null): KnownAgent {
  return { name, kind: 'office', pattern, ...(os === undefined ? {} : { os }) };
}
