import { fileURLToPath } from 'node:url'
import { build } from 'vite'

const source = `
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/message-port'
globalThis.openPort = (purpose) => {
  const given = new Promise((resolve) => addEventListener('message', function hear(event) {
    if (event.data?.type !== 'switchyard:port' || event.data.purpose !== purpose) return
    removeEventListener('message', hear)
    resolve(event.ports[0])
  }))
  switchyardHost.connect(purpose)
  return given
}
globalThis.openClient = async () => {
  const port = await openPort('rpc')
  const client = createORPCClient(new RPCLink({ port }))
  port.start()
  return client
}
`

/** A script that gives a page `openPort` and `openClient`, so that tests need no screen of the app. */
export async function pageClient(): Promise<string> {
  const entry = 'virtual:page-client'
  const root = fileURLToPath(new URL('../../../', import.meta.url))
  const result = await build({
    root,
    configFile: false,
    logLevel: 'warn',
    plugins: [
      {
        name: 'page-client',
        resolveId: (id) => (id === entry ? `${root}page-client.js` : undefined),
        load: (id) => (id === `${root}page-client.js` ? source : undefined),
      },
    ],
    build: { write: false, minify: false, rolldownOptions: { input: entry, output: { format: 'iife' } } },
  })
  const [output] = Array.isArray(result) ? result : [result]
  if (!output || !('output' in output)) throw new Error('the page client was not built')
  return output.output[0].code
}
