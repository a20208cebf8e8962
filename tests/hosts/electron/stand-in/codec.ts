/** How bytes become text on this side of the bridge: Node and the page have different means. */
export interface Bytes {
  toBase64(bytes: Uint8Array): string
  fromBase64(text: string): Uint8Array<ArrayBuffer>
}

export interface Codec {
  /** Throws a DataCloneError, as structured clone does, for what cannot be sent. */
  encode(value: unknown): string
  decode(text: string): unknown
}

/**
 * Values as structured clone carries them, written as JSON: plain data as itself, the rest as `[tag, …]`.
 * Its source text is also sent into pages, so it may use nothing from outside its own braces.
 */
export function createCodec(bytes: Bytes): Codec {
  const views = { Int8Array, Uint8Array, Uint8ClampedArray, Int16Array, Uint16Array, Int32Array, Uint32Array }
  const wideViews = { Float32Array, Float64Array, BigInt64Array, BigUint64Array, DataView }
  const viewTypes = new Map<string, new (buffer: ArrayBuffer) => ArrayBufferView>(
    Object.entries({ ...views, ...wideViews }),
  )

  function viewName(value: ArrayBufferView): string {
    // A Node Buffer arrives as a Uint8Array, as it does through Electron.
    for (const [name, type] of viewTypes) if (value instanceof type) return name
    throw new DOMException('unknown kind of view', 'DataCloneError')
  }

  function pack(value: unknown, parents: readonly unknown[]): unknown {
    if (value === null || typeof value === 'string' || typeof value === 'boolean') return value
    if (value === undefined) return ['undefined']
    if (typeof value === 'number')
      return Number.isFinite(value) && !Object.is(value, -0)
        ? value
        : ['number', Object.is(value, -0) ? '-0' : String(value)]
    if (typeof value === 'bigint') return ['bigint', String(value)]
    if (typeof value !== 'object')
      throw new DOMException(`a ${typeof value} could not be cloned`, 'DataCloneError')
    if (parents.includes(value)) throw new DOMException('circular data are not carried', 'DataCloneError')
    const inside = [...parents, value]
    if (value instanceof Date) return ['date', value.getTime()]
    if (value instanceof ArrayBuffer) return ['buffer', bytes.toBase64(new Uint8Array(value))]
    if (ArrayBuffer.isView(value)) {
      const raw = new Uint8Array(value.buffer, value.byteOffset, value.byteLength)
      return ['view', viewName(value), bytes.toBase64(raw)]
    }
    if (Array.isArray(value)) return ['array', value.map((item) => pack(item, inside))]
    if (value instanceof Map)
      return ['map', [...value].map(([key, item]) => [pack(key, inside), pack(item, inside)])]
    if (value instanceof Set) return ['set', [...value].map((item) => pack(item, inside))]
    if (value instanceof Error) return ['error', value.name, value.message]
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, pack(item, inside)]))
  }

  function unpack(value: unknown): unknown {
    if (value === null || typeof value !== 'object') return value
    if (!Array.isArray(value))
      return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, unpack(item)]))
    const [tag, first, second] = value
    switch (tag) {
      case 'undefined':
        return undefined
      case 'number':
        return Number(first)
      case 'bigint':
        return BigInt(first)
      case 'date':
        return new Date(first)
      case 'buffer':
        return bytes.fromBase64(first).buffer
      case 'view': {
        const type = viewTypes.get(first)
        if (!type) throw new Error(`unknown view ${first}`)
        return new type(bytes.fromBase64(second).buffer)
      }
      case 'array':
        return (first as unknown[]).map(unpack)
      case 'map':
        return new Map((first as [unknown, unknown][]).map(([key, item]) => [unpack(key), unpack(item)]))
      case 'set':
        return new Set((first as unknown[]).map(unpack))
      case 'error':
        return Object.assign(new Error(second), { name: first })
      default:
        throw new Error(`unknown tag ${String(tag)}`)
    }
  }

  return {
    encode: (value) => JSON.stringify(pack(value, [])),
    decode: (text) => unpack(JSON.parse(text)),
  }
}

/** The codec of the Node side. */
export const nodeCodec: Codec = createCodec({
  toBase64: (bytes) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64'),
  fromBase64(text) {
    // A copy of its own: a small Buffer is a window into Node's shared pool.
    return new Uint8Array(Buffer.from(text, 'base64'))
  },
})
