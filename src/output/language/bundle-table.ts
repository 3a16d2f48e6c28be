import type { Said } from '../../model/finding.js';

/** The README of a bundle. */
export const bundleMessages = {
  'bundle.title': { en: 'Hand-over of a Microsoft 365 account intrusion', ja: 'Microsoft 365 アカウント侵害 引き継ぎ資料' },
  'bundle.inside': { en: 'What is in this folder', ja: 'このフォルダーの内容' },
  'bundle.of-report': { en: 'the report, the same in five formats', ja: '報告書 (同じ内容の 5 形式)' },
  'bundle.of-incident': { en: 'the incident document, for programs', ja: 'プログラム用のインシデント文書' },
  'bundle.of-evidence': { en: 'the evidence as it was received: SHA-256, sizes, counts. The files themselves are not in here.', ja: '受領した証拠の一覧 (SHA-256、サイズ、件数)。証拠ファイル自体は含まれていません。' },
  'bundle.of-journal': { en: 'who did what with the case, and when', ja: 'ケースに対する作業の記録 (誰が、いつ、何をしたか)' },
  'bundle.of-manifest': { en: 'size and SHA-256 of every file, for programs', ja: '全ファイルのサイズと SHA-256 (プログラム用)' },
  'bundle.of-SHA256SUMS': { en: 'the same SHA-256, for checking', ja: '照合用の SHA-256' },
  'bundle.redacted': { en: 'Redacted: people and subjects are replaced by pseudonyms, the same in every file. The journal and the lists of marks and notes are left out.', ja: '匿名化済み: 人物と件名は仮名に置き換えています (全ファイル共通)。作業記録と、判定・メモの一覧は含めていません。' },
  'bundle.look': { en: 'Only names that the logs give as addresses are known to the program. Look for names in file names and in other texts before you pass it on.', ja: '置き換えの対象は、ログにアドレスとして現れる人物です。第三者に渡す前に、ファイル名やその他の文中に氏名が残っていないか確認してください。' },
  'bundle.check': { en: 'To check that nothing was changed, run in this folder:', ja: '改変がないことを確認するには、このフォルダーで次を実行します:' },
  'bundle.check-zip': { en: 'Who changes a file can change the list too: have the SHA-256 of the ZIP file told to you by another way, for example by telephone.', ja: 'ファイルを改変できる者は一覧も改変できます。ZIP ファイル自体の SHA-256 は、電話など別の経路で確認してください。' },
  'bundle.check-evidence': { en: 'To check the evidence, compare the SHA-256 of each file you hold with evidence.csv.', ja: '証拠を確認するには、手元の各ファイルの SHA-256 を evidence.csv と照合してください。' },
} as const satisfies Readonly<Record<string, Said>>; // prettier-ignore
