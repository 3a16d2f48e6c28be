import type { RecipeKind } from './recipe.js';

/**
 * Which step a recorded response does: how its English text in the document begins (containment-table.ts
 * of the incident). Only what is about the account itself: of a device or a rule the record does not say
 * that it is this one.
 */
export const recordedTable: readonly { readonly kind: RecipeKind; readonly begins: string }[] = [
  { kind: 'reset', begins: 'Password reset by an administrator' },
  { kind: 'reset', begins: 'Password changed' },
  { kind: 'revoke', begins: 'Sessions revoked' },
  { kind: 'disable', begins: 'Account disabled' },
  { kind: 'disable', begins: 'Account deleted' },
];
