import { becLookalike } from './bec-lookalike.js';
import { chainOfThree } from './chain-of-three.js';
import { consentPhish } from './consent-phish.js';
import { deviceCode } from './device-code.js';
import { flowForward } from './flow-forward.js';
import { gaps } from './gaps.js';
import { highPrivilege } from './high-privilege.js';
import { massSpam } from './mass-spam.js';
import { noAttack } from './no-attack.js';
import { persistence } from './persistence.js';
import { quiet } from './quiet.js';
import type { Scenario } from './scenario.js';
import { stolenCookie } from './stolen-cookie.js';
import { ualOnly } from './ual-only.js';
import { workshop } from './workshop.js';

/** Every kind of practice incident, in the order of a course. */
export const scenarios: readonly Scenario[] = [
  workshop,
  massSpam,
  becLookalike,
  chainOfThree,
  highPrivilege,
  flowForward,
  deviceCode,
  consentPhish,
  quiet,
  stolenCookie,
  persistence,
  ualOnly,
  gaps,
  noAttack,
];
