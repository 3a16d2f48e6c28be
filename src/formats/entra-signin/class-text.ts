import type { Conversion } from '../convert.js';
import { loggedReason } from './outcome.js';

/** AzureADPreview printed a nested object as `class SignInStatus {\n  ErrorCode: 0\n  …\n}`. */
function field(text: string | null | undefined, name: string): string | null {
  if (!text?.trimStart().startsWith('class ')) return null;
  return new RegExp(`^[ \\t]*${name}:[ \\t]*(.*?)[ \\t\\r]*$`, 'm').exec(text)?.[1] ?? null;
}

/** Status → what the conversion makes of the error code in it. JS only. */
export const codeInClass = (conversion: Conversion): Conversion => ({
  name: `${conversion.name}InClass`,
  js: ([status]) => conversion.js([field(status, 'ErrorCode')]),
});

/** Status → the failure reason in it. JS only. */
export const reasonInClass: Conversion = {
  name: 'reasonInClass',
  js: ([status]) => loggedReason.js([field(status, 'ErrorCode'), field(status, 'FailureReason')]),
};
