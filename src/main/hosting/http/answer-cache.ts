/** An answer as it was, with its validator. */
export interface KeptAnswer {
  etag: string
  status: number
  headers: [string, string][]
  body: string
}

/** Characters of all bodies together. */
const mostCharacters = 16 * 1024 * 1024

/** The newest answers of a host, for conditional requests; the least lately used give way. In memory only. */
export class AnswerCache {
  readonly #kept = new Map<string, KeptAnswer>()
  #size = 0

  get(url: string): KeptAnswer | undefined {
    const found = this.#kept.get(url)
    if (!found) return undefined
    this.#kept.delete(url)
    this.#kept.set(url, found)
    return found
  }

  put(url: string, answer: KeptAnswer): void {
    this.drop(url)
    this.#kept.set(url, answer)
    this.#size += answer.body.length
    for (const oldest of this.#kept.keys()) {
      if (this.#size <= mostCharacters) break
      this.drop(oldest)
    }
  }

  drop(url: string): void {
    this.#size -= this.#kept.get(url)?.body.length ?? 0
    this.#kept.delete(url)
  }
}
