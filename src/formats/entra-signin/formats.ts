import type { Format } from '../format.js';
import { flatCsv } from './flat-csv.js';
import { diagnostic, graph, graphBeta } from './graph.js';
import { authDetails, portalAppCsv, portalCsv } from './portal.js';
import { sentinel } from './sentinel.js';
import { xdr } from './xdr.js';

/**
 * Microsoft Entra sign-in logs in every shape they are exported in (formats.md §3). The request id
 * is the event's id in all of them.
 *
 * Richness: Graph beta, the portal's JSON and diagnostic settings carry the same whole record (90;
 * diagnostic 89, since it may come twice with late corrections and Graph shows the last state). The
 * portal's CSV has session, token and network of it, not the policies (80). Log Analytics had no
 * session id before 2025 and its CSV is rewritten by the grid (70). Graph v1.0 lacks session, token
 * and network (60), Defender XDR's table has fewer fields and numbers for words (55), CSV made from
 * objects has lost the nested ones (50). AuthDetails has the steps of a sign-in and nothing else (10).
 */
export const entraSignInFormats: readonly Format[] = [
  // The more specific before the more general.
  diagnostic,
  graphBeta,
  graph,
  portalCsv,
  portalAppCsv,
  authDetails,
  sentinel,
  xdr,
  flatCsv,
];
