/** Given and family names of a trading company in Tokyo: Japanese ones romanised, and foreigners. */

export const familyNames = [
  'Abe', 'Amano', 'Ando', 'Arai', 'Endo', 'Fujii', 'Fujita', 'Fujiwara', 'Fukuda', 'Goto', 'Hara', 'Harada',
  'Hasegawa', 'Hashimoto', 'Hayashi', 'Hirano', 'Honda', 'Iida', 'Ikeda', 'Imai', 'Inoue', 'Ishida', 'Ishii', 'Ishikawa',
  'Ito', 'Iwasaki', 'Kaneko', 'Kato', 'Kikuchi', 'Kimura', 'Kobayashi', 'Kojima', 'Kondo', 'Kono', 'Kubo', 'Kudo',
  'Maeda', 'Maruyama', 'Masuda', 'Matsuda', 'Matsui', 'Matsumoto', 'Miura', 'Miyamoto', 'Miyazaki', 'Mori', 'Morita', 'Murakami',
  'Murata', 'Nagai', 'Nakagawa', 'Nakajima', 'Nakamura', 'Nakano', 'Nakayama', 'Nishimura', 'Noguchi', 'Nomura', 'Ogawa', 'Okada',
  'Okamoto', 'Ono', 'Ota', 'Otsuka', 'Saito', 'Sakai', 'Sakamoto', 'Sakurai', 'Sano', 'Sasaki', 'Sato', 'Shibata',
  'Shimada', 'Shimizu', 'Sugawara', 'Sugiyama', 'Suzuki', 'Takada', 'Takagi', 'Takahashi', 'Takeda', 'Takeuchi', 'Tamura', 'Tanaka',
  'Taniguchi', 'Uchida', 'Ueda', 'Ueno', 'Wada', 'Watanabe', 'Yamada', 'Yamaguchi', 'Yamamoto', 'Yamashita', 'Yamazaki', 'Yokoyama', 'Yoshida',
] as const; // prettier-ignore

export const givenNames = [
  'Ai', 'Aiko', 'Akane', 'Akira', 'Aoi', 'Asuka', 'Atsushi', 'Ayaka', 'Ayumi', 'Chie', 'Daichi', 'Daiki',
  'Daisuke', 'Eiji', 'Emi', 'Eri', 'Fumiko', 'Go', 'Hana', 'Haruka', 'Haruto', 'Hideki', 'Hiroki', 'Hiroshi',
  'Hitomi', 'Junichi', 'Kaede', 'Kana', 'Kaori', 'Kazuki', 'Kazuya', 'Keiko', 'Keita', 'Kenji', 'Kenta', 'Koji',
  'Kota', 'Kumiko', 'Kyoko', 'Mai', 'Makoto', 'Mami', 'Manabu', 'Mari', 'Masaki', 'Mayumi', 'Megumi', 'Mika',
  'Minoru', 'Misaki', 'Miyuki', 'Naoki', 'Naomi', 'Nozomi', 'Reiko', 'Ren', 'Rie', 'Rina', 'Ryo', 'Ryota',
  'Sachiko', 'Saki', 'Satoshi', 'Sayaka', 'Shin', 'Shinji', 'Shiori', 'Shota', 'Sota', 'Susumu', 'Tadashi', 'Takashi',
  'Takumi', 'Tatsuya', 'Tetsuya', 'Tomoko', 'Tomoya', 'Tsubasa', 'Yasuko', 'Yoko', 'Yosuke', 'Yui', 'Yuji', 'Yuka', 'Yuki', 'Yumi', 'Yusuke',
] as const; // prettier-ignore

/** The few colleagues from abroad. */
export const foreignNames = [
  ['Lidia', 'Holloway'], ['Isaiah', 'Langer'], ['Nestor', 'Wilke'], ['Pradeep', 'Gupta'], ['Lynne', 'Robbins'],
  ['Henrietta', 'Mueller'], ['Diego', 'Siciliani'], ['Patti', 'Fernandez'], ['Miriam', 'Graham'], ['Raul', 'Razo'],
  ['Irvin', 'Sayers'], ['Wei', 'Chen'], ['Min-jun', 'Park'], ['Linh', 'Nguyen'], ['Priya', 'Sharma'],
] as const; // prettier-ignore
