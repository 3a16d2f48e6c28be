import { americanTime } from '../company/clock.js';
import type { Company } from '../company/company.js';
import type { SimpleFormat } from './output.js';
import { quoted } from './output.js';

/** Get-MessageTraceV2 through Export-Csv: one row a mail and recipient. */
export function messageTraceCsv(company: Company, span: string): SimpleFormat {
  const head = [
    'Organization', 'MessageId', 'Received', 'SenderAddress', 'RecipientAddress', 'Subject', 'Status', 'ToIP', 'FromIP',
    'Size', 'MessageTraceId',
  ]; // prettier-ignore
  return {
    file: `MessageTrace_${span}.csv`,
    format: 'message-trace-cmdlet',
    head: `${head.map(quoted).join(',')}\n`,
    tail: '',
    between: '',
    text: (draft) =>
      draft.kind === 'trace'
        ? `${[
            company.initialDomain,
            draft.messageId,
            americanTime(draft.time),
            draft.sender,
            draft.recipient,
            draft.subject,
            draft.status,
            draft.toIp,
            draft.fromIp,
            String(draft.size),
            draft.networkId,
          ]
            .map(quoted)
            .join(',')}\n`
        : undefined,
  };
}

/** `az monitor activity-log list` or the REST interface's answer. */
export const azureJson: SimpleFormat = {
  file: 'AzureActivityLog.json',
  format: 'azure-activity-rest',
  head: '{"value":[\n',
  tail: '\n]}\n',
  between: ',\n',
  text: (draft) => (draft.kind === 'azure' ? JSON.stringify(draft.data) : undefined),
};

/** Graph's riskDetections. */
export const riskJson: SimpleFormat = {
  file: 'riskDetections.json',
  format: 'risk-detection-graph',
  head: '{"@odata.context":"https://graph.microsoft.com/v1.0/$metadata#identityProtection/riskDetections","value":[\n',
  tail: '\n]}\n',
  between: ',\n',
  text: (draft) => (draft.kind === 'risk' ? JSON.stringify(draft.data) : undefined),
};
