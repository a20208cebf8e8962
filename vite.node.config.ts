import { fileURLToPath } from 'node:url'
import { builtinModules } from 'node:module'
import { defineConfig, type Plugin } from 'vite'
import { guarded, guardedEntries } from './scripts/build/guarded-entries.ts'
import { NATIVE_PACKAGES, OPTIONAL_PACKAGES } from './scripts/build/natives.ts'

/** The Node programs outside Electron: file below `out/` (without `.js`) → its entry. */
const BUNDLES: Record<string, string> = {
  'agent/main': 'src/agent/main.ts',
  'agent/copy-worker': 'src/base/database/copy-worker.ts',
  'agent/runbook': 'src/agent/runbook/main.ts',
  'cli/main': 'src/cli/main.ts',
}

/** Marks the folder as ES modules for Node, also where it is copied away from this project's package.json. */
const moduleMarker: Plugin = {
  name: 'switchyard:module-marker',
  generateBundle() {
    this.emitFile({ type: 'asset', fileName: 'package.json', source: '{ "type": "module" }\n' })
  },
}

/** Builds the bundles of one folder of out/, which the mode names: `agent` or `cli`. */
export default defineConfig(({ mode }) => ({
  publicDir: false,
  plugins: [guardedEntries(), moduleMarker],
  ssr: { noExternal: true, external: NATIVE_PACKAGES },
  build: {
    ssr: true,
    target: 'node24',
    outDir: fileURLToPath(new URL(`out/${mode}`, import.meta.url)),
    emptyOutDir: true,
    sourcemap: true,
    minify: false,
    reportCompressedSize: false,
    rolldownOptions: {
      input: Object.fromEntries(
        Object.entries(BUNDLES)
          .filter(([name]) => name.startsWith(`${mode}/`))
          .map(([name, entry]) => [name.slice(mode.length + 1), guarded(entry)]),
      ),
      external: [
        ...NATIVE_PACKAGES,
        ...OPTIONAL_PACKAGES,
        ...builtinModules.flatMap((name) => [name, `node:${name}`]),
      ],
      // Chunks lie beside the entries: import.meta.dirname means out/agent or out/cli in every one of them.
      output: { entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
    },
  },
}))
