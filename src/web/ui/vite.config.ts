import path from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const root = import.meta.dirname;

/** The interface as files for dist/ui: nothing inline, nothing from elsewhere. */
export default defineConfig({
  root,
  base: '/',
  plugins: [react()],
  build: {
    outDir: path.join(root, '../../../dist/ui'),
    emptyOutDir: true,
    assetsInlineLimit: 0,
    // Pictures and graphs are asked for when a view needs them.
    chunkSizeWarningLimit: 1500,
    modulePreload: { polyfill: false },
  },
});
