import type { Analyser } from '../analyser.js';
import { forwardDestination } from './forward-destination.js';
import { ruleHidesOwnMail } from './rule-hides-own-mail.js';
import { filesRenamed } from './files-renamed.js';
import { lookalikeDomain } from './lookalike-domain.js';
import { mailByApplication } from './mail-by-application.js';
import { massMail } from './mass-mail.js';
import { newSyncClient } from './new-sync-client.js';
import { otherMailbox } from './other-mailbox.js';
import { phishingMail } from './phishing-mail.js';
import { sentThenDeleted } from './sent-then-deleted.js';
import { sharedLure } from './shared-lure.js';
import { volumeBurst } from './volume-burst.js';

/** Every analyser. To add one, add a row: rules name it by its slug. */
export const analysers: readonly Analyser[] = [
  filesRenamed,
  forwardDestination,
  lookalikeDomain,
  mailByApplication,
  massMail,
  newSyncClient,
  otherMailbox,
  phishingMail,
  ruleHidesOwnMail,
  sentThenDeleted,
  sharedLure,
  volumeBurst,
];

const bySlug = new Map(analysers.map((analyser) => [analyser.slug, analyser]));
export const analyserNamed = (slug: string): Analyser | undefined => bySlug.get(slug);
