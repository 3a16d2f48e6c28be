import {
  IconAlertTriangle, IconArticle, IconClipboardCheck, IconClockHour4, IconCalendarTime, IconFileSearch, IconFiles, IconGauge,
  IconListDetails, IconSchool, IconShare3, IconShieldCheck, IconUserSearch,
} from '@tabler/icons-react'; // prettier-ignore
import type { ComponentType } from 'react';
import type { shellWords } from './shell-table.js';

export interface View {
  readonly path: string;
  readonly word: keyof typeof shellWords;
  readonly icon: ComponentType<{ readonly size?: number | string; readonly stroke?: number | string }>;
} // prettier-ignore
export interface Phase {
  readonly word: keyof typeof shellWords;
  readonly views: readonly View[];
}

/** The frame of navigation: the phases of the work (W-20), each with its views; and practice for them. */
export const phases: readonly Phase[] = [
  { word: 'phase.response', views: [{ path: '/response', word: 'response', icon: IconClipboardCheck }] },
  { word: 'phase.logs', views: [
    { path: '/evidence', word: 'evidence', icon: IconFiles },
    { path: '/plan', word: 'plan', icon: IconCalendarTime },
  ] },
  { word: 'phase.investigation', views: [
    { path: '/timeline', word: 'timeline', icon: IconClockHour4 },
    { path: '/sessions', word: 'sessions', icon: IconUserSearch },
    { path: '/scope', word: 'scope', icon: IconShare3 },
    { path: '/findings', word: 'findings', icon: IconAlertTriangle },
    { path: '/events', word: 'events', icon: IconListDetails },
    { path: '/exposed', word: 'exposed', icon: IconFileSearch },
  ] },
  { word: 'phase.report', views: [{ path: '/report', word: 'report', icon: IconArticle }] },
  { word: 'phase.measures', views: [{ path: '/measures', word: 'measures', icon: IconShieldCheck }] },
  { word: 'phase.practice', views: [{ path: '/practice', word: 'practice', icon: IconSchool }] },
]; // prettier-ignore
export const overview: View = { path: '/', word: 'overview', icon: IconGauge };
