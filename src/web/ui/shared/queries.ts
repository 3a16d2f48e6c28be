import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { UseQueryResult } from '@tanstack/react-query';
import type { InferResponseType } from 'hono/client';
import { useEffect, useRef } from 'react';
import type { Incident, IncidentDocument } from '../../../model/incident.js';
import { api, ask } from './api.js';

export type Status = InferResponseType<typeof api.status.$get, 200>;

/** The case and how far the work on it is; asked often while something is under way. */
export function useStatus(): UseQueryResult<Status> {
  const client = useQueryClient();
  const query = useQuery({
    queryKey: ['status'],
    queryFn: () => ask(api.status.$get()),
    refetchInterval: ({ state }) => (state.data?.state === 'working' ? 400 : 3000),
  });
  // What is shown is of a revision: when the case changes, all of it is asked for again.
  const seen = useRef<string | undefined>(undefined);
  const now = query.data === undefined ? undefined : `${query.data.revision} ${query.data.state}`;
  useEffect(() => {
    if (now === undefined) return;
    if (seen.current !== undefined && seen.current !== now)
      void client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'status' });
    seen.current = now;
  }, [client, now]);
  return query;
}

/** The incident document; `null` while it is made. */
export function useDocument(): UseQueryResult<IncidentDocument | null> {
  return useQuery({
    queryKey: ['incident'],
    queryFn: async () => (await ask(api.incident.$get())).document,
  });
}

/** The incident that is looked at: the gravest, unless another was chosen. */
export function incidentIn(
  document: IncidentDocument | null | undefined,
  chosen: string | undefined,
): Incident | undefined {
  return document?.incidents.find(({ id }) => id === chosen) ?? document?.incidents[0];
}
