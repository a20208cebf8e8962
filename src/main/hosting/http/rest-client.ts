import type { z } from 'zod'
import { Failure } from '../../../contracts/index.ts'
import type { PoliteFetch } from './polite-fetch.ts'

export interface RestOptions {
  host: string
  /** Without a slash at its end. */
  apiUrl: string
  /** Headers that sign requests. */
  headers: Readonly<Record<string, string>>
  fetch: PoliteFetch
}

type Query = Readonly<Record<string, string | number | undefined>>

export interface RestClient {
  get<Shape extends z.ZodType>(path: string, shape: Shape, query?: Query): Promise<z.infer<Shape>>
  /** All entries of a list, page by page along its `Link` headers, at most `most`. */
  list<Shape extends z.ZodType>(
    path: string,
    shape: z.ZodArray<Shape>,
    most: number,
    query?: Query,
  ): Promise<z.infer<Shape>[]>
  send<Shape extends z.ZodType>(
    method: 'POST' | 'PUT' | 'PATCH',
    path: string,
    body: object,
    shape: Shape,
  ): Promise<z.infer<Shape>>
}

/** A small client of a REST interface. Answers are checked: what does not fit is `hosting_failed`. */
export function createRestClient({ host, apiUrl, headers, fetch }: RestOptions): RestClient {
  const address = (path: string, query: Query = {}): string => {
    const url = new URL(apiUrl + path)
    for (const [name, value] of Object.entries(query))
      if (value !== undefined) url.searchParams.set(name, String(value))
    return url.href
  }
  const get = (url: string): Promise<Response> =>
    fetch(url, { headers: { accept: 'application/json', ...headers } })
  const read = async <Shape extends z.ZodType>(response: Response, shape: Shape): Promise<z.infer<Shape>> => {
    const text = await response.text()
    let value: unknown
    try {
      value = text === '' ? null : JSON.parse(text)
    } catch {
      throw misfit(host, 'no JSON')
    }
    const parsed = shape.safeParse(value)
    if (!parsed.success) throw misfit(host, parsed.error.issues[0]?.path.join('.') ?? '')
    return parsed.data
  }
  return {
    get: async (path, shape, query) => read(await get(address(path, query)), shape),
    async list(path, shape, most, query) {
      const all: z.infer<(typeof shape)['element']>[] = []
      const seen = new Set<string>()
      let url: string | null = address(path, query)
      while (url !== null && all.length < most && !seen.has(url)) {
        seen.add(url)
        const response: Response = await get(url)
        all.push(...(await read(response, shape)))
        url = nextPage(response.headers.get('link'), apiUrl)
      }
      return all.slice(0, most)
    },
    send: async (method, path, body, shape) =>
      read(await fetch(address(path), sending(method, headers, body)), shape),
  }
}

const sending = (method: string, headers: Readonly<Record<string, string>>, body: object): RequestInit => ({
  method,
  headers: { accept: 'application/json', 'content-type': 'application/json', ...headers },
  body: JSON.stringify(body),
})

/** The next page by a `Link` header, if it is on the same host: the token goes nowhere else. */
export function nextPage(link: string | null, apiUrl: string): string | null {
  const next = /<([^>]+)>\s*;[^,]*\brel="?next"?/.exec(link ?? '')?.[1]
  const url = next === undefined ? null : URL.parse(next, apiUrl)
  return url && url.origin === new URL(apiUrl).origin ? url.href : null
}

const misfit = (host: string, where: string): Failure =>
  new Failure('hosting_failed', `${host} answered in a form that is not known${where && ` (${where})`}`, {
    hint: 'Check the kind and the address of the host in Settings, Hosting.',
  })
