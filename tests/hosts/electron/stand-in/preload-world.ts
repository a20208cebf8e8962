import type { Codec } from './codec.ts'

/** Page → Node, as JSON text through a binding only the preload's world has. */
export type FromPage =
  | { type: 'hello' }
  | { type: 'send'; channel: string; args: string; ports: number[] }
  | { type: 'invoke'; id: number; channel: string; args: string }
  | { type: 'port'; port: number; data: string; ports: number[] }
  | { type: 'port-closed'; port: number }
  | { type: 'preload-error'; stack: string }

/** Node → page. */
export type ToPage =
  | { type: 'message'; channel: string; args: string; ports: number[] }
  | { type: 'reply'; id: number; value: string }
  | { type: 'refuse'; id: number; message: string }
  | { type: 'port'; port: number; data: string; ports: number[] }
  | { type: 'port-closed'; port: number }
  | { type: 'dropping'; paths: string[] }

/** What main tells the preload about its process. */
export interface PreloadProcess {
  platform: string
  arch: string
  versions: Record<string, string | undefined>
}

type World = typeof globalThis & {
  standInSend(text: string): void
  standInDeliver(batch: string): void
}
type RunPreload = (require: (name: string) => unknown, module: { exports: unknown }, process: unknown) => void

/**
 * Runs a preload script in its isolated world with the part of `electron` a sandboxed preload gets.
 * Sent to the page as source text: uses nothing from outside its own braces.
 */
export function installPreloadWorld(codec: Codec, about: PreloadProcess, run: RunPreload): void {
  if (window !== window.top) return
  const world = globalThis as World
  const send = (message: FromPage) => world.standInSend(JSON.stringify(message))
  type Listener = (event: unknown, ...args: unknown[]) => void
  const listeners = new Map<string, Set<Listener>>()
  const calls = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>()
  const ports = new Map<number, MessagePort>()
  const dropped = new Map<string, string>()
  let lastId = 0

  // Ids made here are odd and Node's are even, so neither side has to ask.
  function give(port: MessagePort, id = (lastId += 2) + 1): number {
    ports.set(id, port)
    port.addEventListener('message', ({ data, ports: more }: MessageEvent) =>
      send({ type: 'port', port: id, data: codec.encode(data), ports: more.map((one) => give(one)) }),
    )
    port.addEventListener('close', () => {
      if (ports.delete(id)) send({ type: 'port-closed', port: id })
    })
    port.start()
    return id
  }
  function take(id: number): MessagePort {
    const { port1, port2 } = new MessageChannel()
    give(port1, id)
    return port2
  }

  function receive(message: ToPage): void {
    switch (message.type) {
      case 'message': {
        const event = { ports: message.ports.map(take), sender: ipcRenderer }
        const args = codec.decode(message.args) as unknown[]
        for (const listener of listeners.get(message.channel) ?? []) listener(event, ...args)
        break
      }
      case 'reply':
        calls.get(message.id)?.resolve(codec.decode(message.value))
        calls.delete(message.id)
        break
      case 'refuse':
        calls.get(message.id)?.reject(new Error(message.message))
        calls.delete(message.id)
        break
      case 'port':
        ports.get(message.port)?.postMessage(codec.decode(message.data), message.ports.map(take))
        break
      case 'port-closed':
        ports.get(message.port)?.close()
        ports.delete(message.port)
        break
      case 'dropping':
        for (const path of message.paths) dropped.set(path.replace(/^.*[\\/]/, ''), path)
        break
    }
  }
  world.standInDeliver = (batch) => (JSON.parse(batch) as ToPage[]).forEach(receive)

  const ipcRenderer = {
    send: (channel: string, ...args: unknown[]) =>
      send({ type: 'send', channel, args: codec.encode(args), ports: [] }),
    postMessage: (channel: string, message: unknown, transfer: MessagePort[] = []) =>
      send({
        type: 'send',
        channel,
        args: codec.encode([message]),
        ports: transfer.map((port) => give(port)),
      }),
    invoke: (channel: string, ...args: unknown[]) =>
      new Promise((resolve, reject) => {
        const id = ++lastId
        calls.set(id, { resolve, reject })
        send({ type: 'invoke', id, channel, args: codec.encode(args) })
      }),
    on(channel: string, listener: Listener) {
      listeners.set(channel, (listeners.get(channel) ?? new Set()).add(listener))
      return ipcRenderer
    },
    once(channel: string, listener: Listener) {
      const once: Listener = (...args) => {
        ipcRenderer.off(channel, once)
        listener(...args)
      }
      return ipcRenderer.on(channel, once)
    },
    off(channel: string, listener: Listener) {
      listeners.get(channel)?.delete(listener)
      return ipcRenderer
    },
    removeListener: (channel: string, listener: Listener) => ipcRenderer.off(channel, listener),
    removeAllListeners(channel: string) {
      listeners.delete(channel)
      return ipcRenderer
    },
  }

  type Shape = { function: true } | { value: unknown } | { members: Record<string, Shape> }
  const exposed = new Map<string, unknown>()
  const tell = (type: string, detail: unknown) =>
    window.dispatchEvent(new CustomEvent(`stand-in:${type}`, { detail }))
  function shapeOf(value: unknown): Shape {
    if (typeof value === 'function') return { function: true }
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return { value }
    return { members: Object.fromEntries(Object.entries(value).map(([key, item]) => [key, shapeOf(item)])) }
  }
  // Functions cross as numbers, in arguments and results but not deep inside them.
  const givenBack = new Map<number, (...args: unknown[]) => unknown>()
  const takeArgument = (value: unknown): unknown => {
    const callback = (value as { callback?: number } | null)?.callback
    return callback === undefined ? value : (...args: unknown[]) => tell('callback', { id: callback, args })
  }
  const answer = (value: unknown) => {
    if (typeof value !== 'function') return { value }
    givenBack.set(++lastId, value as (...args: unknown[]) => unknown)
    return { function: lastId }
  }
  const inside = (value: unknown, key: string) => (value as Record<string, unknown>)[key]
  const announce = (name: string) => tell('expose', { name, shape: shapeOf(exposed.get(name)) })
  window.addEventListener('stand-in:main-world', () => [...exposed.keys()].forEach(announce))
  window.addEventListener('stand-in:call', (event) => {
    const { path, args } = (event as CustomEvent<{ path: string[] | number; args: unknown[] }>).detail
    try {
      const [name = '', ...members] = typeof path === 'number' ? [] : path
      const target =
        typeof path === 'number' ? givenBack.get(path) : members.reduce(inside, exposed.get(name))
      if (typeof target !== 'function') throw new TypeError('that is not a function')
      const result: unknown = target(...args.map(takeArgument))
      if (!(result instanceof Promise)) return void tell('return', answer(result))
      const id = ++lastId
      result.then(
        (value: unknown) => tell('settle', { id, value }),
        (error: unknown) => tell('settle', { id, error: String(error) }),
      )
      tell('return', { promise: id })
    } catch (error) {
      tell('return', { error: error instanceof Error ? error.message : String(error) })
    }
  })
  const contextBridge = {
    exposeInMainWorld(name: string, api: unknown) {
      if (exposed.has(name))
        throw new Error(`Cannot bind an API on top of an existing property on the window object`)
      exposed.set(name, api)
      announce(name)
    },
  }
  // A browser keeps a dropped file's path to itself, so the driver says it just before it drops.
  const webUtils = { getPathForFile: (file: File) => dropped.get(file.name) ?? '' }

  const modules: Record<string, unknown> = { electron: { ipcRenderer, contextBridge, webUtils } }
  const require = (name: string) => {
    const found = modules[name.replace(/^electron\/renderer$/, 'electron')]
    if (!found)
      throw new Error(`module not found: ${name} (a sandboxed preload script may require electron only)`)
    return found
  }
  send({ type: 'hello' })
  try {
    const process = { ...about, type: 'renderer', sandboxed: true, contextIsolated: true, env: {}, argv: [] }
    run(require, { exports: {} }, process)
  } catch (error) {
    send({
      type: 'preload-error',
      stack: error instanceof Error ? (error.stack ?? error.message) : String(error),
    })
  }
}

/**
 * The page's half of contextBridge: builds what a preload exposed out of frozen proxies. Calls cross by DOM events,
 * which run their listeners at once, so a synchronous function stays synchronous. Sent to pages as source text.
 */
export function installMainWorld(): void {
  if (window !== window.top) return
  type Shape = { function?: true; value?: unknown; members?: Record<string, Shape> }
  type Answer = { value?: unknown; function?: number; promise?: number; error?: string }
  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>()
  const callbacks: ((...args: unknown[]) => unknown)[] = []
  const detailOf = (event: Event): unknown => (event as CustomEvent).detail

  // A callback is kept for as long as the document: nobody says when the preload has forgotten it.
  const giveArgument = (value: unknown): unknown =>
    typeof value === 'function' ? { callback: callbacks.push(value as () => unknown) - 1 } : value

  function call(path: string[] | number, given: unknown[]): unknown {
    const args = given.map(giveArgument)
    let answer: Answer | undefined
    const listen = (event: Event) => void (answer = detailOf(event) as Answer)
    window.addEventListener('stand-in:return', listen)
    window.dispatchEvent(new CustomEvent('stand-in:call', { detail: { path, args } }))
    window.removeEventListener('stand-in:return', listen)
    if (!answer) throw new Error(`${String(path)}: An object could not be cloned.`)
    if (answer.error !== undefined) throw new Error(answer.error)
    const { promise } = answer
    const { function: back } = answer
    if (back !== undefined) return (...more: unknown[]) => call(back, more)
    if (promise === undefined) return answer.value
    return new Promise((resolve, reject) => waiting.set(promise, { resolve, reject }))
  }
  const build = (shape: Shape, path: string[]): unknown => {
    if (shape.function) return (...args: unknown[]) => call(path, args)
    if (!shape.members) return shape.value
    const members = Object.entries(shape.members).map(([key, inner]) => [key, build(inner, [...path, key])])
    return Object.freeze(Object.fromEntries(members))
  }
  window.addEventListener('stand-in:expose', (event) => {
    const { name, shape } = detailOf(event) as { name: string; shape: Shape }
    if (name in window) return
    Object.defineProperty(window, name, { value: build(shape, [name]), enumerable: true })
  })
  window.addEventListener('stand-in:settle', (event) => {
    const { id, value, error } = detailOf(event) as { id: number; value: unknown; error?: string }
    if (error === undefined) waiting.get(id)?.resolve(value)
    else waiting.get(id)?.reject(new Error(error))
    waiting.delete(id)
  })
  window.addEventListener('stand-in:callback', (event) => {
    const { id, args } = detailOf(event) as { id: number; args: unknown[] }
    callbacks[id]?.(...args)
  })
  window.dispatchEvent(new CustomEvent('stand-in:main-world'))
}
