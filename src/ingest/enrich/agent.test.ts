import { describe, expect, test } from 'vitest';
import { parseAgent } from './agent.js';
import { knownAgents } from './agent-table.js';

const windowsChrome =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/118.0.0.0 Safari/537.36';

describe('parseAgent', () => {
  test.each([
    // Browsers
    [windowsChrome, 'Chrome 118', 'Windows 10', 'browser'],
    [`${windowsChrome} Edg/118.0.2088.46`, 'Microsoft Edge 118', 'Windows 10', 'browser'],
    [`Client=OWA;${windowsChrome}`, 'Chrome 118', 'Windows 10', 'browser'],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 17_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.1 Mobile/15E148 Safari/604.1',
      'Safari 17',
      'iOS 17',
      'browser',
    ],
    [
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 14_2) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.2 Safari/605.1.15',
      'Safari 17',
      'macOS 14',
      'browser',
    ],
    [
      'Mozilla/5.0 (X11; Linux x86_64; rv:109.0) Gecko/20100101 Firefox/115.0',
      'Firefox 115',
      'Linux',
      'browser',
    ],
    [
      'Mozilla/4.0 (compatible; MSIE 7.0; Windows NT 6.1)',
      'Internet Explorer 7',
      'Windows 7',
      'browser',
    ],
    // Scripts
    ['axios/1.7.9', 'axios', null, 'script'],
    ['agentaxios 1.7', 'axios', null, 'script'],
    ['python-requests/2.28.1', 'python-requests', null, 'script'],
    ['Go-http-client/2.0', 'Go HTTP client', null, 'script'],
    ['fasthttp', 'fasthttp', null, 'script'],
    ['node-fetch/1.0 (+https://github.com/bitinn/node-fetch)', 'node-fetch', null, 'script'],
    ['node', 'Node.js', null, 'script'],
    ['undici', 'undici', null, 'script'],
    ['go-resty/2.14.0 (https://github.com/go-resty/resty)', 'go-resty', null, 'script'],
    ['BAV2ROPC', 'BAV2ROPC (legacy authentication)', null, 'script'],
    ['CBAInPROD', 'CBAInPROD (legacy authentication)', null, 'script'],
    ['azurehound/v2.0.4', 'AzureHound', null, 'script'],
    ['AADInternals', 'AADInternals', null, 'script'],
    [
      'Mozilla/5.0 (Windows NT; Windows NT 10.0; en-US) WindowsPowerShell/5.1.17763.1971',
      'PowerShell',
      'Windows',
      'script',
    ],
    [
      'Mozilla/5.0 (Windows NT 10.0; Microsoft Windows 10.0.19045; en-US) PowerShell/7.4.0 Connect-MgGraph',
      'Microsoft Graph PowerShell',
      'Windows 10',
      'script',
    ],
    [windowsChrome.replace('Chrome', 'HeadlessChrome'), 'Headless Chrome', 'Windows 10', 'script'],
    [
      'Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)',
      'BingCrawler 2',
      null,
      'script',
    ],
    ['Client=POP3/IMAP4;Protocol=IMAP4', 'IMAP', null, 'script'],
    [
      'Client=WebServices;Mozilla/5.0 (ExchangeServicesClient/15.00)',
      'EWS Managed API',
      null,
      'script',
    ],
    // Phones
    ['Outlook-iOS/2.0', 'Outlook for iOS', 'iOS', 'mobile'],
    ['Client=OutlookService;Outlook-iOS/2.0;', 'Outlook for iOS', 'iOS', 'mobile'],
    ['Outlook-Android/2.0', 'Outlook for Android', 'Android', 'mobile'],
    ['Outlook-iOS-Android/1.0', 'Outlook for iOS or Android', null, 'mobile'],
    ['Apple-iPhone14C2/2105.236', 'Apple Mail', 'iOS', 'mobile'],
    [
      'Client=ActiveSync;UserAgent=Apple-iPhone14C2/2105.236;Action=',
      'Apple Mail',
      'iOS',
      'mobile',
    ],
    ['iOS/17.1.2 (21B101) dataaccessd/1.0', 'iOS accounts', 'iOS', 'mobile'],
    [
      'Dalvik/2.1.0 (Linux; U; Android 13; SM-S901B Build/TP1A)',
      'Android app',
      'Android 13',
      'mobile',
    ],
    // Desktop programs
    [
      'Microsoft Office/16.0 (Windows NT 10.0; Microsoft Outlook 16.0.17126; Pro)',
      'Outlook',
      'Windows 10',
      'office',
    ],
    [
      'Microsoft Office/16.0 (Windows NT 10.0; 16.0.17126; Pro)',
      'Microsoft Office',
      'Windows 10',
      'office',
    ],
    ['Client=MSExchangeRPC', 'Outlook', null, 'office'],
    [
      'Microsoft SkyDriveSync 24.020.0128.0003 ship; Windows NT 10.0 (19045)',
      'OneDrive sync',
      'Windows 10',
      'office',
    ],
    [
      'MacOutlook/16.80.23121017 (Intelx64 Mac OS X Version 14.2 (Build 23C64))',
      'Outlook for Mac',
      'macOS',
      'office',
    ],
    [`${windowsChrome} Teams/1.6.00.4472`, 'Teams', 'Windows 10', 'office'],
    // Servers
    ['Client=EBA;Action=Junk', 'Exchange assistant', null, 'service'],
    ['Client=REST;;', 'Exchange REST', null, 'service'],
    ['MicrosoftExchangeForestSync', 'Exchange', null, 'service'],
    ['O365AdminPortal', 'Microsoft 365 admin center', null, 'service'],
    // Nothing known
    ['Mozilla', null, null, 'unknown'],
    ['something of my own', null, null, 'unknown'],
    ['', null, null, 'unknown'],
    ['   ', null, null, 'unknown'],
  ])('%s', (userAgent, browser, os, kind) => {
    expect(parseAgent(userAgent)).toEqual({ browser, os, kind });
  });

  test('is quick with text made to be slow', () => {
    const start = performance.now();
    for (const piece of [
      'a',
      ' ',
      '(',
      'Mozilla/5.0 ',
      'Android ',
      'Mac OS X/',
      'CFNetwork/',
      '\n',
    ])
      parseAgent(piece.repeat(200_000));
    expect(performance.now() - start).toBeLessThan(2000);
  });

  test('names in the table are distinct', () => {
    const names = knownAgents.map(({ name }) => name);
    expect(names.length).toBe(new Set(names).size);
  });
});
