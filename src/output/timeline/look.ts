import type { TimelineEntry } from '../../model/incident.js';
import type { Stage } from '../../model/stage.js';

/** How the figure looks: sizes in pixels, colours. Readable in grey print too: every colour has its word. */
export const look = {
  margin: 28,
  times: 84,
  laneWidth: 344,
  /** Of a figure on an A4 page: three lanes whose text can be read there. */
  pageLaneWidth: 236,
  logWidth: 262,
  gap: 18,
  rowGap: 24,
  padding: 10,
  heading: 14,
  body: 12,
  small: 11,
  leading: 1.42,
  font: "'BIZ UDPGothic', 'Yu Gothic UI', 'Hiragino Sans', 'Noto Sans JP', Meiryo, 'Segoe UI', Arial, sans-serif",
  ink: '#1c2733',
  faint: '#5a6b7c',
  line: '#9aa8b5',
} as const;

/** From amber (how they came) over red (what was done) to violet (what it led to). */
export const stageColours: Readonly<Record<Stage, string>> = {
  phishing: '#a86a00',
  credential: '#b85400',
  'session-theft': '#c23b1e',
  login: '#b3203a',
  'security-info': '#9c1f63',
  device: '#86268a',
  application: '#6a35a8',
  'info-theft': '#2f55b4',
  evasion: '#0d6a8c',
  privilege: '#5b3a1d',
  spread: '#7a1616',
};
export const noStage = '#5a6b7c';

export const laneColours: Readonly<Record<TimelineEntry['lane'], string>> = {
  user: '#e8f1ea',
  microsoft: '#e9eff8',
  attacker: '#f9ebe9',
};
export const logColour = '#eef1f5';
