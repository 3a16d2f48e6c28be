/** How practice data is marked, so that no one takes it for evidence. */

/** The file that marks a folder of practice data; its first line is `practiceMarker`. */
export const practiceFile = 'KONSEKI-PRACTICE.txt';
export const practiceMarker = 'KONSEKI PRACTICE DATA: SYNTHETIC, NO EVIDENCE';

/** What stands beside the exports in such a folder and is none. */
export const practiceCompanions: readonly string[] = [practiceFile, 'truth.json', 'README.md'];

/** The kind of the journal entry that marks a case which such data was added to. */
export const practiceEntry = 'practice-data';
