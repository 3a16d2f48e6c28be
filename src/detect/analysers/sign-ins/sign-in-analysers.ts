import type { Analyser } from '../../analyser.js';
import { accountProbe } from './account-probe.js';
import { aitmSignIn } from './aitm-sign-in.js';
import { appTokens } from './app-tokens.js';
import { bruteForce } from './brute-force.js';
import { clientSweep } from './client-sweep.js';
import { countriesInWindow } from './countries-in-window.js';
import { deviceCode } from './device-code.js';
import { dormantAccount } from './dormant-account.js';
import { impossibleTravel } from './impossible-travel.js';
import { libraryAgent } from './library-agent.js';
import { newHostingNetwork } from './new-hosting-network.js';
import { passwordSpray } from './password-spray.js';
import { sessionApart } from './session-apart.js';
import { sessionReplayed } from './session-replayed.js';
import { stoppedSignIn } from './stopped-sign-in.js';
import { twoPlacesAtOnce } from './two-places-at-once.js';
import { unusualApp } from './unusual-app.js';

/** The analysers of sign-ins and sessions, for the registry. */
export const signInAnalysers: readonly Analyser[] = [
  accountProbe,
  aitmSignIn,
  appTokens,
  bruteForce,
  clientSweep,
  countriesInWindow,
  deviceCode,
  dormantAccount,
  impossibleTravel,
  libraryAgent,
  newHostingNetwork,
  passwordSpray,
  sessionApart,
  sessionReplayed,
  stoppedSignIn,
  twoPlacesAtOnce,
  unusualApp,
];
