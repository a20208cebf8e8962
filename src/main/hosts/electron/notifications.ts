import { Notification } from 'electron'
import type { Logger } from '../../../base/index.ts'
import {
  announce,
  lateWords,
  needWords,
  toFailure,
  type Approval,
  type Looking,
  type Need,
  type Notified,
} from '../../../contracts/index.ts'
import type { AppClient } from './follow-events.ts'
import type { NeedsNow } from './follow-needs.ts'

interface Deps {
  client: AppClient
  log: Logger
  /** Brings the window to the front with the session of a need in it. */
  open(need: Need): void
}

/** The desktop's notifications: one for each thing that waits for the user, as long as it waits. */
export class Notifications {
  readonly #deps: Deps
  #state: Notified | null = null
  // Also keeps them alive: what Electron has collected hears no click.
  readonly #shown = new Map<string, Notification>()

  constructor(deps: Deps) {
    this.#deps = deps
  }

  /** `looking` is what the user looks at; null when the window has no focus. */
  update({ needs, wanted, workspaceName }: NeedsNow, looking: Looking | null): void {
    const { state, show, withdraw } = announce(this.#state, needs, looking, wanted)
    this.#state = state
    for (const id of withdraw) {
      this.#shown.get(id)?.close()
      this.#shown.delete(id)
    }
    if (!Notification.isSupported()) return
    for (const need of show) this.#show(need, workspaceName(need.workspaceId))
  }

  close(): void {
    for (const notification of this.#shown.values()) notification.close()
    this.#shown.clear()
  }

  #show(need: Need, workspace: string): void {
    const answers = need.kind === 'approval' ? quickAnswers(need.approval) : []
    const notification = new Notification({
      ...needWords(need, workspace),
      // Stays until it is answered where the desktop allows that.
      timeoutType: need.kind === 'approval' || need.kind === 'question' ? 'never' : 'default',
      actions: answers.map(({ name }) => ({ type: 'button', text: name })),
    })
    notification.on('click', () => this.#deps.open(need))
    notification.on('action', ({ actionIndex }) => {
      const option = answers[actionIndex]
      if (need.kind === 'approval' && option) void this.#answer(need, need.approval, option.id)
    })
    this.#shown.set(need.id, notification)
    notification.show()
  }

  async #answer(need: Need, approval: Approval, option: string): Promise<void> {
    const { client, log, open } = this.#deps
    try {
      const answered = await client.approval.answer({ approvalId: approval.id, option, from: 'notification' })
      const late = lateWords(answered)
      if (late !== null) this.#tell(need, approval, late)
    } catch (error) {
      log.warn({ err: error }, 'an answer from a notification failed')
      this.#tell(need, approval, toFailure(error).message)
      open(need)
    }
  }

  /** What became of an answer that did not count. */
  #tell(need: Need, approval: Approval, body: string): void {
    const notification = new Notification({ title: approval.title.split('\n')[0] ?? 'Switchyard', body })
    notification.on('click', () => this.#deps.open(need))
    this.#shown.set(`${approval.id} outcome`, notification)
    notification.show()
  }
}

/** What may be answered without looking closer: once, or no. "Always" wants the window. */
const quickAnswers = ({ options }: Approval): Approval['options'] =>
  (['allow_once', 'reject_once'] as const).flatMap((kind) => {
    const option = options.find((one) => one.kind === kind)
    return option ? [option] : []
  })
