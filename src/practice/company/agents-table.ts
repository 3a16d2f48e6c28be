/** User agents of the years, with what Entra shows for browser and operating system. */
export interface Agent {
  readonly text: string;
  readonly browser: string;
  readonly os: string;
}

const windows = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)';
const edge = (version: string): Agent => ({
  text: `${windows} Chrome/${version}.0.0.0 Safari/537.36 Edg/${version}.0.0.0`,
  browser: `Edge ${version}.0.0`,
  os: 'Windows10',
});
const chrome = (version: string): Agent => ({
  text: `${windows} Chrome/${version}.0.0.0 Safari/537.36`,
  browser: `Chrome ${version}.0.0`,
  os: 'Windows10',
});

/** Browsers of the company's computers, by the year: the version moves on every month. */
export const pcAgents: Readonly<Record<string, readonly (readonly [number, Agent])[]>> = {
  '2024': [
    [62, edge('124')],
    [30, chrome('124')],
    [8, edge('123')],
  ],
  '2025': [
    [64, edge('136')],
    [28, chrome('136')],
    [8, edge('135')],
  ],
};

export const macAgent: Agent = {
  text: 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4.1 Safari/605.1.15',
  browser: 'Safari 17.4.1',
  os: 'MacOs',
};

/** What the phones' browsers send; their apps send nothing that the sign-in log keeps. */
export const phoneAgents = {
  ios: {
    text: 'Mozilla/5.0 (iPhone; CPU iPhone OS 17_4_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4.1 Mobile/15E148 Safari/604.1',
    browser: 'Mobile Safari 17.4.1',
    os: 'Ios 17.4.1',
  },
  android: {
    text: 'Mozilla/5.0 (Linux; Android 14; Pixel 7a) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0.0.0 Mobile Safari/537.36',
    browser: 'Chrome Mobile 124.0.0',
    os: 'Android 14',
  },
} as const satisfies Record<string, Agent>;

/** What attackers' browsers and tools send. */
export const attackAgents = {
  /** W-82. */
  firefoxMac: {
    text: 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:125.0) Gecko/20100101 Firefox/125.0',
    browser: 'Firefox 125.0',
    os: 'MacOs',
  },
  chromeWindows: {
    text: `${windows} Chrome/131.0.0.0 Safari/537.36`,
    browser: 'Chrome 131.0.0',
    os: 'Windows10',
  },
  chromeLinux: {
    text: 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/128.0.0.0 Safari/537.36',
    browser: 'Chrome 128.0.0',
    os: 'Linux',
  },
  axios: { text: 'axios/1.7.9', browser: 'Rich Client 4.30.0.0', os: '' },
  azureCli: {
    text: 'python-requests/2.32.3',
    browser: 'Python Requests 2.32',
    os: 'Linux',
  },
} as const satisfies Record<string, Agent>;
