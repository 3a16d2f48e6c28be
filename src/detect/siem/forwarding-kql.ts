import { z } from 'zod';
import { commaText } from '../../sigma/kql/words.js';
import { forwardKinds } from '../analysers/forward-kinds-table.js';
import type { AnalyserKql, KqlTemplate } from './analyser-kql.js';
import { entities } from './analyser-kql.js';

const simpler = {
  en: "Inside is the domain of who did it and what you list under OwnDomains: fill it in. Rules that Outlook wrote (UpdateInboxRules) are looked at only for addresses in their actions; entries of the directory count as inside.",
  ja: '内部とみなすのは、操作した人のドメインと OwnDomains に列挙したドメインである。OwnDomains を記入すること。Outlook が書いたルール (UpdateInboxRules) は動作の中のアドレスだけを見る。ディレクトリのエントリは内部とみなす。',
}; // prettier-ignore

const schema = z.object({
  kinds: z.array(z.enum(Object.keys(forwardKinds) as [keyof typeof forwardKinds])),
  where: z.enum(['outside', 'inside']),
});

/** Who sends mail on to whom: inbox rules, mailboxes, transport rules and journals (W-7D). */
export const forwardingKql: KqlTemplate = (parameters) => {
  const parsed = schema.safeParse(parameters);
  if (!parsed.success) return [];
  const kinds = parsed.data.kinds.map((kind) => forwardKinds[kind]);
  const operations = commaText(kinds.flatMap((kind) => [...kind.operations]));
  const fields = commaText(kinds.flatMap((kind) => [...kind.parameters]));
  const made = (table: 'OfficeActivity' | 'CloudAppEvents'): AnalyserKql => {
    const isOffice = table === 'OfficeActivity';
    const [operation, user] = isOffice ? ['Operation', 'UserId'] : ['ActionType', 'tostring(RawEventData.UserId)']; // prettier-ignore
    const [settings, actions] = isOffice ? ['parse_json(Parameters)', 'OperationProperties'] : ['RawEventData.Parameters', 'RawEventData.OperationProperties']; // prettier-ignore
    return {
      tables: [table],
      simpler,
      span: 0,
      text: [
        'let OwnDomains = dynamic([]);',
        table,
        `| where ${operation} in~ (${operations})`,
        `| extend Settings = ${settings}, Actions = tostring(${actions}), HomeDomain = tolower(tostring(split(${user}, "@")[1]))`,
        '| mv-apply Setting = iff(gettype(Settings) == "array" and array_length(Settings) > 0, Settings, pack_array(Settings)) on (',
        `    summarize Destinations = strcat_array(make_list_if(tostring(Setting.Value), tostring(Setting.Name) in~ (${fields})), " ")`,
        ')',
        `| extend Destinations = strcat(Destinations, " ", iff(${operation} =~ "UpdateInboxRules" and Actions has_any ("Forward", "Redirect"), Actions, ""))`,
        String.raw`| extend Domains = extract_all(@"[\w.+'-]+@([\w-]+(?:\.[\w-]+)+)", tolower(Destinations))`,
        '| extend Foreign = set_difference(Domains, array_concat(OwnDomains, pack_array(HomeDomain)))',
        parsed.data.where === 'outside'
          ? '| where array_length(Foreign) > 0'
          : '| where array_length(coalesce(Foreign, dynamic([]))) == 0 and isnotempty(trim(" +", Destinations))',
        entities(user, isOffice ? 'coalesce(ClientIP, Client_IPAddress)' : 'IPAddress'),
      ].join('\n'),
    };
  };
  return [made('OfficeActivity'), made('CloudAppEvents')];
};
