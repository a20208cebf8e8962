import { readFileSync } from 'node:fs'
import type { CDPSession } from '@playwright/test'
import { createCodec, nodeCodec } from './codec.ts'
import { complain } from './complain.ts'
import type { MessagePortMain, Remote } from './ports.ts'
import { MessageChannelMain } from './ports.ts'
import { type FromPage, installMainWorld, installPreloadWorld, type ToPage } from './preload-world.ts'

const worldName = 'Electron Isolated Context'

export interface PageBridgeListener {
  /** A new document runs the preload; ports of the old one are closed. */
  hello(): void
  send(channel: string, args: unknown[], ports: MessagePortMain[]): void
  invoke(channel: string, args: unknown[]): Promise<unknown>
  preloadError(stack: string): void
}

/** Carries ipc messages and ports between this process and the preload world of one page. */
export class PageBridge {
  readonly #cdp: CDPSession
  readonly #listener: PageBridgeListener
  readonly #ports = new Map<number, Remote>()
  #context: number | undefined
  #lastPort = 0
  #outgoing: ToPage[] = []

  constructor(cdp: CDPSession, listener: PageBridgeListener) {
    this.#cdp = cdp
    this.#listener = listener
  }

  /** Must be done before the first navigation. `preload` is the path of a CommonJS script, or undefined. */
  async install(preload: string | undefined): Promise<void> {
    this.#cdp.on('Runtime.bindingCalled', ({ name, payload, executionContextId }) => {
      if (name === 'standInSend') this.#receive(JSON.parse(payload) as FromPage, executionContextId)
    })
    await this.#cdp.send('Runtime.enable')
    await this.#cdp.send('Page.enable')
    await this.#cdp.send('Runtime.addBinding', { name: 'standInSend', executionContextName: worldName })
    await this.#cdp.send('Page.addScriptToEvaluateOnNewDocument', {
      source: `(${String(installMainWorld)})()`,
    })
    await this.#cdp.send('Page.addScriptToEvaluateOnNewDocument', {
      source: preloadSource(preload),
      worldName,
    })
  }

  post(channel: string, args: unknown[], ports: MessagePortMain[] = []): void {
    this.#queue({
      type: 'message',
      channel,
      args: nodeCodec.encode(args),
      ports: ports.map((port) => this.#give(port)),
    })
  }

  /** Tells the page the real paths of files about to be dropped on it; it knows them when this resolves. */
  async dropping(paths: string[]): Promise<void> {
    const message: ToPage = { type: 'dropping', paths }
    if (this.#context !== undefined) await this.#evaluate(JSON.stringify([message]), this.#context)
  }

  /** The page is gone. */
  close(): void {
    this.#context = undefined
    this.#closePorts()
  }

  #closePorts(): void {
    const ports = [...this.#ports.values()]
    this.#ports.clear()
    for (const port of ports) port.closed()
  }

  // Ids made here are even, the page's are odd.
  #give(port: MessagePortMain, id = (this.#lastPort += 2)): number {
    const peer = port.transferTo({
      deliver: (data, ports) =>
        this.#queue({
          type: 'port',
          port: id,
          data: nodeCodec.encode(data),
          ports: ports.map((one) => this.#give(one)),
        }),
      closed: () => {
        if (this.#ports.delete(id)) this.#queue({ type: 'port-closed', port: id })
      },
    })
    this.#ports.set(id, peer)
    return id
  }

  #take = (id: number): MessagePortMain => {
    const { port1, port2 } = new MessageChannelMain()
    this.#give(port2, id)
    return port1
  }

  #receive(message: FromPage, context: number): void {
    if (message.type === 'hello') {
      this.#closePorts()
      this.#context = context
      this.#listener.hello()
      this.#flush()
      return
    }
    // The last words of a document that was navigated away from.
    if (context !== this.#context) return
    switch (message.type) {
      case 'send':
        this.#listener.send(message.channel, decodeArgs(message.args), message.ports.map(this.#take))
        break
      case 'invoke':
        void this.#answer(message.id, message.channel, decodeArgs(message.args))
        break
      case 'port':
        this.#ports.get(message.port)?.deliver(nodeCodec.decode(message.data), message.ports.map(this.#take))
        break
      case 'port-closed': {
        const port = this.#ports.get(message.port)
        this.#ports.delete(message.port)
        port?.closed()
        break
      }
      case 'preload-error':
        this.#listener.preloadError(message.stack)
        break
    }
  }

  async #answer(id: number, channel: string, args: unknown[]): Promise<void> {
    try {
      const value = await this.#listener.invoke(channel, args)
      this.#queue({ type: 'reply', id, value: nodeCodec.encode(value) })
    } catch (error) {
      this.#queue({
        type: 'refuse',
        id,
        message: `Error invoking remote method '${channel}': ${String(error)}`,
      })
    }
  }

  #queue(message: ToPage): void {
    this.#outgoing.push(message)
    // One evaluation carries all that one turn of the event loop posted.
    if (this.#outgoing.length === 1) setImmediate(() => this.#flush())
  }

  #flush(): void {
    if (this.#context === undefined || this.#outgoing.length === 0) return
    const batch = JSON.stringify(this.#outgoing.splice(0))
    const contextId = this.#context
    void this.#evaluate(batch, contextId)
  }

  async #evaluate(batch: string, contextId: number): Promise<void> {
    try {
      const { exceptionDetails: problem } = await this.#cdp.send('Runtime.callFunctionOn', {
        functionDeclaration: 'function (batch) { standInDeliver(batch) }',
        executionContextId: contextId,
        arguments: [{ value: batch }],
      })
      if (problem) complain('a preload listener failed:', problem.exception?.description ?? problem.text)
    } catch (error) {
      // As in Electron, what was sent to a document that is gone is lost.
      if (this.#context === contextId) this.#context = undefined
      if (!/context|closed|detached/i.test(String(error))) complain('cannot reach the page:', error)
    }
  }
}

const decodeArgs = (text: string) => nodeCodec.decode(text) as unknown[]

function preloadSource(preload: string | undefined): string {
  const script = preload === undefined ? '' : readFileSync(preload, 'utf8')
  const about = {
    platform: process.platform,
    arch: process.arch,
    versions: { electron: '0', chrome: '0', node: process.versions.node },
  }
  const bytes = '{ toBase64: (bytes) => bytes.toBase64(), fromBase64: (text) => Uint8Array.fromBase64(text) }'
  return [
    // Named as the functions name each other: stripped types leave their text otherwise untouched.
    `(() => {`,
    `const codec = (${String(createCodec)})(${bytes})`,
    `const run = function (require, module, process) { const exports = module.exports;\n${script}\n}`,
    `;(${String(installPreloadWorld)})(codec, ${JSON.stringify(about)}, run)`,
    `})()`,
  ].join('\n')
}
