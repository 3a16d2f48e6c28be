import { z } from 'zod';
import { incidentDocument } from './incident.js';

/** The published JSON Schema (2020-12) of the incident document, as the file holds it. */
export function incidentSchemaText(): string {
  const schema = z.toJSONSchema(incidentDocument, { target: 'draft-2020-12', reused: 'ref' });
  const { $schema, ...rest } = schema;
  const whole = {
    $schema,
    title: 'Konseki incident document',
    description:
      'What an investigation says of a case: konseki incident CASE --json. Times are ISO 8601 in UTC with six digits; every statement names the ids of the events it rests on.',
    ...rest,
  };
  return `${JSON.stringify(whole, null, 2)}\n`;
}
