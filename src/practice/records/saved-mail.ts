import type { Mark, SavedMail } from './draft.js';

export interface MailPlan {
  readonly file: string;
  readonly time: number;
  readonly fromName: string;
  readonly from: string;
  readonly returnPath: string;
  readonly to: string;
  readonly toName: string;
  readonly subject: string;
  readonly messageId: string;
  readonly networkId: string;
  readonly serverIp: string;
  readonly serverName: string;
  readonly results: {
    readonly spf: string;
    readonly dkim: string;
    readonly dmarc: string;
    readonly compauth: string;
  };
  readonly text: readonly string[];
  readonly url: string;
  readonly tenantId: string;
  readonly mark?: Mark | undefined;
}

const days = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
/** `Fri, 10 May 2024 09:12:05 +0000`. */
export function mailDate(time: number): string {
  const date = new Date(time);
  return `${days[date.getUTCDay()] ?? ''}, ${date.getUTCDate()} ${months[date.getUTCMonth()] ?? ''} ${date.getUTCFullYear()} ${date.toISOString().slice(11, 19)} +0000`;
}

/** A mail as Outlook saves it, with what the receiving service wrote on top (RFC 8601). */
export function savedMail(plan: MailPlan): SavedMail {
  const fromDomain = plan.from.split('@')[1] ?? '';
  const bounceDomain = plan.returnPath.split('@')[1] ?? '';
  const boundary = '=_practice_7f3a2c01';
  const html = [
    '<html><body>',
    ...plan.text.map((line) => `<p>${line}</p>`),
    `<p><a href="${plan.url}">${plan.subject}</a></p>`,
    '</body></html>',
  ].join('\r\n');
  const text = [
    'Received: from TYCPR01MB5003.jpnprd01.prod.outlook.com (2603:1096:400:13d::9) by',
    ` TYCPR01MB5007.jpnprd01.prod.outlook.com with HTTPS; ${mailDate(plan.time + 3000)}`,
    `Received: from ${plan.serverName} (${plan.serverIp}) by`,
    ' TY2JPN01FT004.mail.protection.outlook.com (10.118.240.112) with Microsoft SMTP',
    ` Server id 15.20.7544.18 via Frontend Transport; ${mailDate(plan.time)}`,
    `Authentication-Results: spf=${plan.results.spf} (sender IP is ${plan.serverIp})`,
    ` smtp.mailfrom=${bounceDomain}; dkim=${plan.results.dkim}`,
    ` header.d=${plan.results.dkim === 'pass' ? bounceDomain : 'none'};dmarc=${plan.results.dmarc} action=none`,
    ` header.from=${fromDomain};compauth=${plan.results.compauth}`,
    `Received-SPF: ${plan.results.spf} (protection.outlook.com: domain of ${bounceDomain})`,
    ` receiver=protection.outlook.com; client-ip=${plan.serverIp}; helo=${plan.serverName};`,
    `From: "${plan.fromName}" <${plan.from}>`,
    `To: "${plan.toName}" <${plan.to}>`,
    `Subject: ${plan.subject}`,
    `Date: ${mailDate(plan.time - 9000)}`,
    `Message-ID: ${plan.messageId}`,
    `Return-Path: ${plan.returnPath}`,
    'MIME-Version: 1.0',
    `Content-Type: multipart/alternative; boundary="${boundary}"`,
    `X-MS-Exchange-Organization-Network-Message-Id: ${plan.networkId}`,
    'X-MS-Exchange-Organization-AuthAs: Anonymous',
    `X-MS-Exchange-CrossTenant-Id: ${plan.tenantId}`,
    'X-Konseki-Practice: synthetic practice data, no evidence',
    '',
    `--${boundary}`,
    'Content-Type: text/plain; charset="utf-8"',
    'Content-Transfer-Encoding: 7bit',
    '',
    ...plan.text,
    '',
    plan.url,
    '',
    `--${boundary}`,
    'Content-Type: text/html; charset="utf-8"',
    'Content-Transfer-Encoding: 7bit',
    '',
    html,
    '',
    `--${boundary}--`,
    '',
  ].join('\r\n');
  return {
    kind: 'mail',
    time: plan.time,
    mark: plan.mark,
    file: plan.file,
    text,
    messageId: plan.messageId,
    networkId: plan.networkId,
    from: plan.from,
    received: mailDate(plan.time),
  };
}
