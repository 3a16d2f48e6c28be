import { ruleSamples } from './support/rule-samples.js';

/** The other half of rules.test.ts. */
ruleSamples(1);
