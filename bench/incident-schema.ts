import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { incidentSchemaText } from '../src/model/incident-schema.js';

/** Writes docs/incident.schema.json: `npm run schema`. A test says when that is due. */
await writeFile(
  fileURLToPath(new URL('../docs/incident.schema.json', import.meta.url)),
  incidentSchemaText(),
);
