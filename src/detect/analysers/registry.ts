import type { Analyser } from '../analyser.js';
import { toolAgent } from './tool-agent.js';
import { securityInfo } from './security-info.js';
import { roleRemoved } from './role-removed.js';
import { roleGranted } from './role-granted.js';
import { ownerAdded } from './owner-added.js';
import { manyTargets } from './many-targets.js';
import { directoryEnumeration } from './directory-enumeration.js';
import { directoryChange } from './directory-change.js';
import { deviceRegistered } from './device-registered.js';
import { credentialAdded } from './credential-added.js';
import { azureRoleAssigned } from './azure-role-assigned.js';
import { applicationAdded } from './application-added.js';
import { abusedApplicationUsed } from './abused-application-used.js';
import { forwardedOutside } from './forwarded-outside.js';
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
import { signInAnalysers } from './sign-ins/sign-in-analysers.js';
import { siteSettings } from './site-settings.js';
import { volumeBurst } from './volume-burst.js';

/** Every analyser. To add one, add a row: rules name it by its slug. */
export const analysers: readonly Analyser[] = [
  toolAgent,
  securityInfo,
  roleRemoved,
  roleGranted,
  ownerAdded,
  manyTargets,
  directoryEnumeration,
  directoryChange,
  deviceRegistered,
  credentialAdded,
  azureRoleAssigned,
  applicationAdded,
  abusedApplicationUsed,
  filesRenamed,
  forwardDestination,
  forwardedOutside,
  lookalikeDomain,
  mailByApplication,
  massMail,
  newSyncClient,
  otherMailbox,
  phishingMail,
  ruleHidesOwnMail,
  sentThenDeleted,
  sharedLure,
  siteSettings,
  volumeBurst,
  ...signInAnalysers,
];

const bySlug = new Map(analysers.map((analyser) => [analyser.slug, analyser]));
export const analyserNamed = (slug: string): Analyser | undefined => bySlug.get(slug);
