import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { useScratch } from '../../../test/support/scratch.js';
import { workshopTruth } from '../../../test/support/truths.js';
import { parseTruth, readTruth } from './truth-file.js';

const scratch = useScratch();
const good = JSON.stringify(workshopTruth, null, 2);

describe('reading a truth', () => {
  it('reads the file, or that of a folder', async () => {
    const file = await scratch.write('incident/truth.json', good);
    expect(await readTruth(file)).toEqual(workshopTruth);
    expect(await readTruth(path.dirname(file))).toEqual(workshopTruth);
  });

  it('takes a byte order mark', () => {
    expect(parseTruth(`\uFEFF${good}`, 't.json')).toEqual(workshopTruth);
  });

  it('says that there is none', async () => {
    await expect(readTruth(scratch.path('nowhere.json'))).rejects.toMatchObject({
      code: 'not-found',
      place: { file: scratch.path('nowhere.json') },
    });
    const folder = await scratch.folder();
    await expect(readTruth(folder)).rejects.toMatchObject({
      code: 'not-found',
      place: { file: path.join(folder, 'truth.json') },
    });
  });

  it.each([
    ['torn', good.slice(0, 400)],
    ['empty', ''],
  ])('says where one that is %s is no JSON', (_, text) => {
    expect(() => parseTruth(text, 't.json')).toThrow(
      expect.objectContaining({
        code: 'corrupt',
        place: { file: 't.json', line: text.split('\n').length },
      }),
    );
  });

  it('names the line of a mistake', () => {
    expect(() => parseTruth('{\n  "truth": 1,\n  oops\n}', 't.json')).toThrow(
      expect.objectContaining({ place: { file: 't.json', line: 3 } }),
    );
  });

  it('names the field that is wrong', () => {
    const events = workshopTruth.events.map((event, index) =>
      index === 3 ? { ...event, time: 'yesterday' } : event,
    );
    expect(() => parseTruth(JSON.stringify({ ...workshopTruth, events }), 't.json')).toThrow(
      /events\[3\]\.time: /,
    );
    expect(() => parseTruth(JSON.stringify({ ...workshopTruth, spare: 1 }), 't.json')).toThrow(
      /spare/,
    );
  });

  it.each([
    [{ ...workshopTruth, truth: 2 }, /version 2.*knows 1/],
    [{ ...workshopTruth, truth: '1' }, /no truth/],
    [[], /no truth/],
    [null, /no truth/],
    ['text', /no truth/],
  ])('refuses what is of another version or no truth (%#)', (value, message) => {
    expect(() => parseTruth(JSON.stringify(value), 't.json')).toThrow(message);
    expect(() => parseTruth(JSON.stringify(value), 't.json')).toThrow(
      expect.objectContaining({ code: 'not-recognised' }),
    );
  });
});
