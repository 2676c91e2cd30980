import { CSPProvider } from '@base-ui/react/csp-provider';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { queryClient } from './api/query-client.ts';
import { syncQueriesWithSession } from './principal/principal.tsx';
import { router } from './router.tsx';
import './style/palette.css';
import './style/base.css';
import './style/controls.css';
import './style/overlays.css';
import './style/frame.css';
import './style/table.css';

const root = document.getElementById('root');
if (!root) throw new Error('the page has no root element');

syncQueriesWithSession(queryClient);

createRoot(root).render(
  <StrictMode>
    <CSPProvider disableStyleElements>
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </CSPProvider>
  </StrictMode>,
);
