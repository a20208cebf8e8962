import { fileURLToPath } from 'node:url'
import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'
import { guarded, guardedEntries } from './scripts/build/guarded-entries.ts'
import { NATIVE_PACKAGES, OPTIONAL_PACKAGES } from './scripts/build/natives.ts'

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url))
const external = [...NATIVE_PACKAGES, ...OPTIONAL_PACKAGES]

export default defineConfig({
  main: {
    plugins: [guardedEntries()],
    build: {
      target: 'node24',
      sourcemap: true,
      // Everything pure is bundled, so a packaged app carries no node_modules but the natives.
      externalizeDeps: false,
      rolldownOptions: {
        input: {
          index: path('src/main/index.ts'),
          serve: guarded('src/main/serve.ts'),
          'copy-worker': path('src/base/database/copy-worker.ts'),
        },
        external,
        // Chunks lie beside the entries: import.meta.dirname means out/main in every one of them.
        output: { entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      target: 'node24',
      externalizeDeps: false,
      rolldownOptions: {
        input: { index: path('src/preload/index.ts') },
        // A sandboxed preload script cannot be an ES module.
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: path('src/renderer'),
    plugins: [react(), tailwindcss()],
    build: {
      target: 'chrome140',
      rolldownOptions: { input: { index: path('src/renderer/index.html') } },
    },
    worker: { format: 'es' },
  },
})
