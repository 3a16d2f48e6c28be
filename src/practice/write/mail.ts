import type { PracticeEffects } from '../effects.js';
import type { SavedMail } from '../records/draft.js';
import type { Output } from './output.js';

/** Mails saved as files, one each. */
export function mailOutput(effects: PracticeEffects, folder: string): Output {
  const mails: SavedMail[] = [];
  return {
    take: (draft) => {
      if (draft.kind !== 'mail') return false;
      mails.push(draft);
      return true;
    },
    flush: () => Promise.resolve(),
    close: async () => {
      for (const mail of mails) {
        const sink = await effects.create(folder, mail.file);
        await sink.write(mail.text);
        await sink.close();
      }
      return mails.map(({ file }) => ({ file, format: 'mail', records: 1 }));
    },
  };
}
