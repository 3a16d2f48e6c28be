/**
 * Applications of others that intruders use in taken-over accounts, though most are honest products.
 * Sources: huntresslabs/rogueapps; LETHAL-FORENSICS Microsoft-Analyzer-Suite (Application-Blacklist);
 * CIPP's block list; Darktrace, "How abuse of PerfectData Software may create a perfect storm"; Huntress,
 * "Legitimate apps as traitorware"; emclient.com and rclone.org for the clients' own names.
 *
 * `rare`: hardly anybody at work has a reason for it; `client`: a mail or file program that some people use.
 */
export interface AbusedApp {
  readonly appIds: readonly string[];
  /** Lower case; the whole name, or a pattern of it. */
  readonly name: RegExp;
  readonly title: string;
  readonly kind: 'rare' | 'client';
  readonly abuse: { readonly en: string; readonly ja: string };
}

const exportMail = { en: 'copies whole mailboxes', ja: 'メールボックス全体の複製' };
const sendMail = { en: 'sends mail in bulk', ja: 'メールの大量送信' };
const harvest = { en: 'collects contacts and addresses', ja: '連絡先とアドレスの収集' };
const copyFiles = { en: 'copies files in bulk', ja: 'ファイルの大量複製' };
const readMail = { en: 'reads and sends the mailbox\'s mail', ja: 'メールの閲覧と送信' }; // prettier-ignore

const app = (
  kind: AbusedApp['kind'],
  title: string,
  name: RegExp,
  abuse: AbusedApp['abuse'],
  ...appIds: readonly string[]
): AbusedApp => ({ kind, title, name, abuse, appIds });

export const abusedApps: readonly AbusedApp[] = [
  app('rare', 'PERFECTDATA SOFTWARE', /^perfect ?data( software)?$/, exportMail, 'ff8d92dc-3d82-41d6-bcbd-b9174d163620'),
  app('rare', 'Mail_Backup', /^mail_backup$/, exportMail, '2ef68ccc-8a4d-42ff-ae88-2d7bb89ad139'),
  app('rare', 'Newsletter Software Supermailer', /supermailer/, sendMail, 'a245e8c0-b53c-4b67-9b45-751d1dff8e6b'),
  app('rare', 'CloudSponge', /^cloudsponge/, harvest, 'a43e5392-f48b-46a4-a0f1-098b5eeb4757'),
  app('rare', 'SigParser', /^sigparser/, harvest, 'caffae8c-0882-4c81-9a27-d1803af53a40'),
  app('rare', 'ZoomInfo', /^zoominfo/, harvest, '497ac034-5120-4c1a-929a-0351f5c09918', '858d7e42-35f0-44b7-9033-df309239a47f'),
  app('rare', 'rclone', /^rclone/, copyFiles, 'b15665d9-eda6-4092-8539-0eec376afd59', '4761b959-9780-4c2d-87a3-512b4638f767'),
  app('client', 'eM Client', /^em ?client/, readMail, 'e9a7fea1-1cc0-4cd9-a31b-9137ca5deedd'),
  app('client', 'Fastmail', /^fastmail/, readMail, '77468577-4f6e-40e7-b745-11d3d0c28095'),
  app('client', 'PostBox', /^postbox/, readMail, '179d5108-412b-4c95-8e34-06786784ab39'),
  app('client', 'Spike', /^spike( |$)/, readMail, '946c777c-bc85-489e-b034-392389ae23d6'),
  app('client', 'Edison Mail', /^edison mail/, readMail, '62db40a4-2c7e-4373-a609-eda138798962'),
]; // prettier-ignore

/** The entry for an application id or, where the log has none, a name. */
export function abusedApp(
  appId: string | undefined,
  name: string | undefined,
): AbusedApp | undefined {
  const id = appId?.toLowerCase();
  const plain = name?.trim().toLowerCase();
  return abusedApps.find(
    (one) =>
      (id !== undefined && one.appIds.includes(id)) ||
      (plain !== undefined && one.name.test(plain)),
  );
}
