/** What of Exchange sends mail on: cmdlets, and their parameters that name to whom. */
export interface ForwardKind {
  readonly operations: readonly string[];
  readonly parameters: readonly string[];
}

/**
 * By slug, as rules name them. Facts: Exchange PowerShell reference, "New-InboxRule", "Set-Mailbox",
 * "New-TransportRule", "New-JournalRule". UpdateInboxRules (Outlook, EWS) has its actions in
 * OperationProperties instead (formats.md §7).
 */
export const forwardKinds = {
  'inbox-rule': {
    operations: ['New-InboxRule', 'Set-InboxRule', 'UpdateInboxRules'],
    parameters: ['ForwardTo', 'ForwardAsAttachmentTo', 'RedirectTo'],
  },
  mailbox: {
    operations: ['Set-Mailbox', 'New-Mailbox', 'Set-RemoteMailbox'],
    parameters: ['ForwardingSmtpAddress', 'ForwardingAddress'],
  },
  'transport-rule': {
    operations: ['New-TransportRule', 'Set-TransportRule'],
    parameters: [
      'BlindCopyTo',
      'CopyTo',
      'RedirectMessageTo',
      'AddToRecipients',
      'GenerateIncidentReport',
    ],
  },
  journal: {
    operations: ['New-JournalRule', 'Set-JournalRule'],
    parameters: ['JournalEmailAddress'],
  },
} as const satisfies Readonly<Record<string, ForwardKind>>;

export type ForwardKindSlug = keyof typeof forwardKinds;
