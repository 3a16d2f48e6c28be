// A process of its own that works on a case, for tests that kill it or meet it:
//   node case-process.mjs add DIR FILES…   makes or opens the case, says "open", adds, says "done"
//   node case-process.mjs read|write DIR   opens the case, says "open", and holds it until told to end
import { addEvidence } from '../../dist/ingest/add.js';
import { createCase, isCase, openCase } from '../../dist/ingest/case.js';

const [what, dir, ...files] = process.argv.slice(2);
const now = () => new Date('2024-06-01T00:00:00Z');
const say = (text) => process.stdout.write(`${text}\n`);

if (what === 'add') {
  const opened = (await isCase(dir))
    ? await openCase(dir, 'write')
    : await createCase(dir, { now });
  say('open');
  await addEvidence(opened, files, { author: 'tester', now, limits: { fastFrom: 1 } });
  opened.close();
  say(
    `done ${Math.round(process.memoryUsage.rss() / 1024 / 1024)} ${Math.round(process.resourceUsage().maxRSS / 1024)}`,
  );
} else {
  const opened = await openCase(dir, what);
  say('open');
  process.stdin.on('end', () => opened.close());
  process.stdin.resume();
}
