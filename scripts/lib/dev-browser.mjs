import { spawn } from 'node:child_process'
import { watch } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { createServer, mergeConfig } from 'vite'
import { loadConfigFromFile } from 'electron-vite'
import { ensureBuilt } from './ensure-built.mjs'
import { root } from './modern-node.mjs'

/** Editors save in bursts; the control plane starts anew once they pause this long, in milliseconds. */
const PAUSE_MS = 200
/** Changes below these folders restart the control plane; the renderer's are replaced in the running page. */
const SERVER_SOURCES = ['src/main', 'src/base', 'src/contracts', 'src/agent']

/**
 * The browser host on a port of its own behind Vite's development server. Runs until it is ended.
 * @param {(line: string) => void} say
 */
export async function developInBrowser(say) {
  let host = await startHost('0')
  const vite = await startVite(host.url.origin)
  const announce = () => say(`Open ${pageAddress(host.url, vite)}`)
  announce()

  let restarting = Promise.resolve()
  const restart = async () => {
    if ((await ensureBuilt()) !== 'built') return
    const ended = new Promise((resolve) => host.child.once('exit', resolve))
    host.child.kill('SIGTERM')
    await ended
    host = await startHost(host.url.port)
    announce()
  }
  /** @type {NodeJS.Timeout | undefined} */
  let pause
  for (const folder of SERVER_SOURCES)
    watch(join(root, folder), { recursive: true }, () => {
      clearTimeout(pause)
      pause = setTimeout(() => {
        restarting = restarting.then(restart).catch((error) => say(String(error)))
      }, PAUSE_MS)
    })
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']))
    process.once(signal, () => {
      host.child.kill('SIGTERM')
      void vite.close().finally(() => process.exit(0))
    })
}

/**
 * Starts the built browser host and waits for the address it prints.
 * @param {string} port
 */
async function startHost(port) {
  const child = spawn(process.execPath, [join(root, 'out/main/serve.js'), '--port', port, '--json'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  for await (const line of createInterface({ input: child.stdout })) {
    const { url } = JSON.parse(line)
    child.stdout.resume()
    return { child, url: new URL(url) }
  }
  throw new Error('The browser host ended before it printed its address')
}

/**
 * Vite for the renderer. What Vite does not know goes on to the host as if it had been asked directly: the visit
 * that brings the one-time token, anything that is no plain reading, and every WebSocket but Vite's own.
 * @param {string} host the host's origin
 */
async function startVite(host) {
  const loaded = await loadConfigFromFile({ command: 'serve', mode: 'development' }, undefined, root)
  const config = mergeConfig(loaded.config.renderer ?? {}, {
    configFile: false,
    mode: 'development',
    server: {
      host: '127.0.0.1',
      proxy: {
        '^/': {
          target: host,
          changeOrigin: true,
          ws: true,
          bypass: (/** @type {import('node:http').IncomingMessage} */ request) =>
            isForVite(request) ? request.url : undefined,
          configure: asIfAskedDirectly,
        },
      },
    },
  })
  const server = await createServer(config)
  return server.listen()

  /** @param {import('vite').HttpProxy.ProxyServer} proxy */
  function asIfAskedDirectly(proxy) {
    // The host refuses origins other than its own; only pages of this very server are presented as such.
    const present = (
      /** @type {import('node:http').ClientRequest} */ outgoing,
      /** @type {import('node:http').IncomingMessage} */ incoming,
    ) => {
      if (incoming.headers.origin === originOf(server)) outgoing.setHeader('origin', host)
    }
    proxy.on('proxyReq', present)
    proxy.on('proxyReqWs', present)
  }
}

/** @param {import('node:http').IncomingMessage} request */
function isForVite({ method, url = '/', headers }) {
  if (headers.upgrade !== undefined) return false
  return (
    (method === 'GET' || method === 'HEAD') && !new URL(url, 'http://localhost').searchParams.has('token')
  )
}

/**
 * @param {URL} url the host's own address with its one-time token
 * @param {import('vite').ViteDevServer} vite
 */
const pageAddress = (url, vite) => new URL(url.pathname + url.search, originOf(vite)).href

/** @param {import('vite').ViteDevServer} vite */
function originOf(vite) {
  const address = vite.httpServer?.address()
  if (typeof address !== 'object' || address === null) throw new Error('Vite does not listen on a port')
  return `http://127.0.0.1:${address.port}`
}
