import type { Dimension } from '../../model/posture.js';
import { dimensions } from '../../model/posture.js';

/**
 * Sets of sign-ins as boxes: for each dimension the values it has, one bit a value. What several policies
 * leave open together is what remains of the box of all sign-ins when each policy's box is taken away.
 */
export type Box = Readonly<Record<Dimension, bigint>>;

/** Most boxes that are kept: a tenant with more gaps than this has its gaps listed in part. */
const mostBoxes = 400;

export const boxOf = (bits: (dimension: Dimension) => bigint): Box => ({
  users: bits('users'),
  apps: bits('apps'),
  clients: bits('clients'),
  platforms: bits('platforms'),
  locations: bits('locations'),
  devices: bits('devices'),
  signInRisk: bits('signInRisk'),
  userRisk: bits('userRisk'),
  insiderRisk: bits('insiderRisk'),
  flows: bits('flows'),
});

export const isEmpty = (box: Box): boolean => dimensions.some((dimension) => box[dimension] === 0n);

export const meet = (a: Box, b: Box): Box => boxOf((dimension) => a[dimension] & b[dimension]);

const within = (a: Box, b: Box): boolean =>
  dimensions.every((dimension) => (a[dimension] & ~b[dimension]) === 0n);

export interface Rest {
  /** The largest boxes of what remains; they may overlap, and none is in another. */
  readonly boxes: readonly Box[];
  readonly more: boolean;
}

/** What remains of `whole` when all `taken` are taken away. */
export function subtract(whole: Box, taken: readonly Box[]): Rest {
  let boxes: readonly Box[] = isEmpty(whole) ? [] : [whole];
  let more = false;
  for (const cut of taken) {
    const pieces = boxes.flatMap((box) => (isEmpty(meet(box, cut)) ? [box] : pieceOff(box, cut)));
    boxes = largest(pieces);
    if (boxes.length > mostBoxes) {
      boxes = boxes.slice(0, mostBoxes);
      more = true;
    }
  }
  return { boxes, more };
}

/** For each dimension the part of the box that lies outside the cut there. */
const pieceOff = (box: Box, cut: Box): readonly Box[] =>
  dimensions.flatMap((dimension) => {
    const outside = box[dimension] & ~cut[dimension];
    return outside === 0n ? [] : [{ ...box, [dimension]: outside }];
  });

function largest(boxes: readonly Box[]): readonly Box[] {
  const kept: Box[] = [];
  for (const [index, box] of boxes.entries())
    if (!boxes.some((other, at) => at !== index && within(box, other) && (at < index || !within(other, box))))
      kept.push(box); // prettier-ignore
  return kept;
}
