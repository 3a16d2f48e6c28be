import type { Format } from './format.js';
import type { Recogniser } from './recognise.js';
import { makeRecogniser } from './recognise.js';
import { ualFormats } from './ual/formats.js';

/** Every format, the more specific before the more general: the first that fits is taken. */
export const formats: readonly Format[] = [...ualFormats];

const byName = new Map(formats.map((format) => [format.name, format]));
export const formatNamed = (name: string): Format | undefined => byName.get(name);

export const recogniser: Recogniser = makeRecogniser(formats);
