import type { Action } from './action.ts'
import { shortcutsOf, type OwnShortcuts } from './keymap.ts'

/** All that can be done now. Screens register what they bring and take it away again when they go. */
export class ActionRegistry {
  #groups: readonly (readonly Action[])[] = []
  #list: readonly Action[] = []
  #own: OwnShortcuts = {}
  #recording = 0
  readonly #listeners = new Set<() => void>()
  readonly #onError: (error: unknown, action: Action) => void

  /** `onError` gets what `run` throws or rejects with: nothing an action does fails in silence. */
  constructor(onError: (error: unknown, action: Action) => void) {
    this.#onError = onError
  }

  /** Adds actions; one with the id of an earlier one stands before it until it is taken away. */
  register(actions: readonly Action[]): () => void {
    this.#groups = [...this.#groups, actions]
    this.#changed()
    return () => {
      this.#groups = this.#groups.filter((group) => group !== actions)
      this.#changed()
    }
  }

  /** The user's own shortcuts take the place of the built-in ones. */
  bind(own: OwnShortcuts): void {
    this.#own = own
    this.#changed()
  }

  /** While a shortcut is being recorded no key press runs anything. Returns how to go on. */
  record(): () => void {
    this.#recording += 1
    return () => void (this.#recording -= 1)
  }

  get recording(): boolean {
    return this.#recording > 0
  }

  /** What can be done now, in order of registration. The same array until something is registered or taken away. */
  get all(): readonly Action[] {
    return this.#list
  }

  /** Those of `all` whose `when` agrees at this moment. */
  available(): readonly Action[] {
    return this.#list.filter((action) => action.when?.() ?? true)
  }

  find(id: string): Action | undefined {
    return this.#list.find((action) => action.id === id)
  }

  /** Runs an action by id; false when there is none or it cannot be done now. */
  run(id: string): boolean {
    const action = this.find(id)
    if (!action || !(action.when?.() ?? true)) return false
    this.start(action)
    return true
  }

  /** Runs an action that may not be registered, such as one from `more`. */
  start(action: Action): void {
    void (async () => action.run())().catch((error: unknown) => this.#onError(error, action))
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  #changed(): void {
    const byId = new Map<string, Action>()
    for (const action of this.#groups.flat())
      byId.set(action.id, { ...action, shortcuts: action.shortcuts ?? shortcutsOf(action.id, this.#own) })
    this.#list = [...byId.values()]
    for (const listener of this.#listeners) listener()
  }
}
