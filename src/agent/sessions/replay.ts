import type { Limits } from '../../contracts/index.ts'
import type { AgentUpdate } from './agent-updates.ts'

/** What of an earlier conversation belongs in the transcript. */
export type Replayed = Extract<AgentUpdate, { type: 'text' | 'image' | 'tool' | 'plan' | 'notice' }>

/** A prompt of an earlier conversation and all that followed it. */
export interface ReplayedTurn {
  prompt: string
  said: Replayed[]
}

/**
 * Collects what `session/load` repeats of a conversation that is not ours yet, a turn for each message of the user.
 * Bounded: of a very long one the newest turns are kept.
 */
export class Replay {
  #turns: ReplayedTurn[] = []
  #entries = 0
  #asking = false
  readonly #limits: () => Limits

  constructor(limits: () => Limits) {
    this.#limits = limits
  }

  /** The turns in order, each once; what was collected is gone. */
  take(): ReplayedTurn[] {
    const turns = this.#turns
    this.#turns = []
    this.#entries = 0
    this.#asking = false
    return turns
  }

  hear(update: AgentUpdate): void {
    switch (update.type) {
      case 'user':
        if (!this.#asking) this.#turns.push({ prompt: '', said: [] })
        this.#asking = true
        this.#last().prompt += update.text
        return
      case 'text':
      case 'image':
      case 'tool':
      case 'plan':
      case 'notice':
        this.#asking = false
        this.#add(this.#last().said, update)
        return
      case 'commands':
      case 'config':
      case 'ignored':
      case 'mode':
      case 'title':
      case 'usage':
        // Facts of the session, not of what was said.
        return
    }
  }

  #last(): ReplayedTurn {
    const last = this.#turns.at(-1)
    if (last) return last
    const first = { prompt: '', said: [] }
    this.#turns.push(first)
    return first
  }

  #add(said: Replayed[], update: Replayed): void {
    const before = said.at(-1)
    if (
      update.type === 'text' &&
      before?.type === 'text' &&
      before.role === update.role &&
      (update.messageId === null || update.messageId === before.messageId)
    ) {
      before.text += update.text
      return
    }
    said.push(update.type === 'text' ? { ...update } : update)
    this.#entries++
    while (this.#entries > this.#limits().turnItems && this.#turns.length > 1)
      this.#entries -= this.#turns.shift()?.said.length ?? 0
  }
}
