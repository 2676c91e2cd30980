import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  root: import.meta.dirname,
  // It is served there, wherever it is served.
  base: '/console/',
  plugins: [react()],
  build: {
    target: 'es2024',
    outDir: 'dist',
    emptyOutDir: true,
    // The policy of the pages lets images in by `data:`, and nothing else that is inline.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    // What tests and the budget of the first load are read from.
    manifest: 'manifest.json',
  },
});
