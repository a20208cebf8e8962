/** An agent has made more entries in one turn than are kept. */
export class TooManyItems extends Error {
  readonly limit: number

  constructor(limit: number) {
    super(`more than ${limit} entries in one turn`)
    this.limit = limit
  }
}
