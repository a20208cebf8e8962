import { registerHooks } from 'node:module'
// Loaded here too, so that a mistake in the stand-in is told as such and not as a failed import of the app.
import './stand-in/index.ts'
import { serveControls } from './stand-in/control.ts'

/** `node --import <this> out/main/index.js` runs the built main bundle with the stand-in as its `electron`. */
const standIn = new URL('./stand-in/index.ts', import.meta.url).href
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'electron' || specifier === 'electron/main'
      ? { url: standIn, format: 'module-typescript', shortCircuit: true }
      : next(specifier, context),
})
serveControls()
