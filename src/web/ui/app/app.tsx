import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { ProblemError } from '../shared/api.js';
import { LanguageProvider } from '../shared/language.js';
import { router } from './router.js';
import { theme } from './theme.js';

const client = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: Infinity,
      refetchOnWindowFocus: false,
      // What the server refuses it refuses again.
      retry: (failures, error) => failures < 2 && error instanceof ProblemError && error.problem.code === 'unreachable',
    },
  },
}); // prettier-ignore

const nonce = document.querySelector('meta[name=csp-nonce]')?.getAttribute('content') ?? '';
// Dialogs keep the page behind them from scrolling by a style of their own, which asks for the nonce by this name (npm get-nonce).
Object.assign(globalThis, { __webpack_nonce__: nonce });

export function App(): ReactNode {
  return (
    <MantineProvider theme={theme} defaultColorScheme="auto" getStyleNonce={() => nonce}>
      <LanguageProvider>
        <QueryClientProvider client={client}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </LanguageProvider>
    </MantineProvider>
  );
}
