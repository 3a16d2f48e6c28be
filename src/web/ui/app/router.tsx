import { createRootRoute, createRoute, createRouter } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { EvidenceView } from '../features/evidence/evidence-view.js';
import { EventsView } from '../features/events/events-view.js';
import { ExposedView } from '../features/exposed/exposed-view.js';
import { PlanView } from '../features/plan/plan-view.js';
import { PracticeView } from '../features/practice/practice-view.js';
import { ReportView } from '../features/report/report-view.js';
import { ResponseView } from '../features/response/response-view.js';
import { ScopeView } from '../features/scope/scope-view.js';
import { TimelineView } from '../features/timeline/timeline-view.js';
import { FindingsView } from '../features/findings/findings-view.js';
import { MeasuresView } from '../features/measures/measures-view.js';
import { OverviewView } from '../features/overview/overview-view.js';
import { SessionsView } from '../features/sessions/sessions-view.js';
import { Nothing } from '../shared/components/states.js';
import { useWords } from '../shared/language.js';
import { searchOf } from '../shared/search.js';
import { Shell } from './shell.js';
import { shellWords } from './shell-table.js';

const root = createRootRoute({ component: Shell, notFoundComponent: NotFound });
const at = <P extends string>(path: P, component: () => ReactNode) =>
  createRoute({ getParentRoute: () => root, path, component, validateSearch: searchOf });

/** One line a view; a view is a folder under features/. */
const routes = root.addChildren([
  at('/', OverviewView),
  at('/evidence', EvidenceView),
  at('/sessions', SessionsView),
  at('/findings', FindingsView),
  at('/events', EventsView),
  at('/timeline', TimelineView),
  at('/scope', ScopeView),
  at('/exposed', ExposedView),
  at('/response', ResponseView),
  at('/report', ReportView),
  at('/measures', MeasuresView),
  at('/plan', PlanView),
  at('/practice', PracticeView),
]);

export const router = createRouter({ routeTree: routes, defaultPreload: false });

function NotFound(): ReactNode {
  const t = useWords(shellWords);
  return <Nothing title={t('notFound')} />;
}

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
