import type { Recipe, RecipeKind } from './recipe.js';
import { accountRecipes } from './recipes-account.js';
import { directoryRecipes } from './recipes-directory.js';
import { mailRecipes } from './recipes-mail.js';
import { moreRecipes } from './recipes-more.js';
import { mailboxRecipes } from './recipes-mailbox.js';

export const recipes: readonly Recipe[] = [
  ...accountRecipes,
  ...mailboxRecipes,
  ...directoryRecipes,
  ...mailRecipes,
  ...moreRecipes,
];

const byKind = new Map(recipes.map((recipe) => [recipe.kind, recipe]));

export const recipeOf = (kind: RecipeKind): Recipe | undefined => byKind.get(kind);
