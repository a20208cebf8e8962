/** Acts that are under way, by key: whoever asks for one again meanwhile gets the same outcome, not a second act. */
export class Once<Key, Result> {
  readonly #underWay = new Map<Key, Promise<Result>>()

  run(key: Key, act: () => Promise<Result>): Promise<Result> {
    const running = this.#underWay.get(key)
    if (running) return running
    const started = (async () => act())().finally(() => this.#underWay.delete(key))
    this.#underWay.set(key, started)
    return started
  }
}
