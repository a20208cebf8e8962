import { useMemo, useRef, useState } from 'react'
import type { Attachment, SessionView, Workspace } from '../../../../contracts/index.ts'
import { useAct, useServices, useUi } from '../../../app/index.ts'
import { setActiveRepository } from '../../../state/index.ts'
import { refuse, say, type Answer } from './answer.ts'
import { aboutRepository, offeredCommands, parseInput, type Offered, type Parsed } from './parse.ts'
import { runCommand } from './run-command.ts'
import { commandTable, usageOf } from './table.ts'

export interface Commands {
  offered: readonly Offered[]
  parse(text: string): Parsed
  /** The text to send for what was written, and what to say when it is sent; null where nothing is to be sent. */
  toSend(parsed: Parsed): { text: string; sent: Answer | null } | null
  /** Carries out or refuses what is not to be sent. Resolves to whether the text is done with. */
  carryOut(parsed: Parsed, attachments: readonly Attachment[]): Promise<boolean>
  answer: Answer | null
  /** Shows an answer, or takes away what is shown, failures included. */
  tell(answer: Answer | null): void
  busy: boolean
  failure: ReturnType<typeof useAct>['failure']
  /** The repository that messages are about; null: all. */
  active: { name: string; forget(): void } | null
}

/** Slash commands of a session's composer. */
export function useCommands(session: SessionView, workspace: Workspace | undefined): Commands {
  const services = useServices()
  const { ui } = services
  const act = useAct()
  const attempt = useRef<{ what: string; key: string } | null>(null)
  const [answer, setAnswer] = useState<Answer | null>(null)
  const chosen = useUi((state) => state.activeRepository[session.id] ?? null)
  const all = workspace?.repositories
  // Those that are kept from agents can be no message's subject.
  const repositories = useMemo(() => all?.filter(({ enabled }) => enabled), [all])
  const active = repositories?.find(({ repositoryId }) => repositoryId === chosen) ?? null
  const offered = useMemo(
    () => offeredCommands(session.commands, repositories ?? []),
    [session.commands, repositories],
  )
  const setActive = (id: typeof chosen): void =>
    ui.setState((state) => setActiveRepository(state, session.id, id))

  const toSend: Commands['toSend'] = (parsed) => {
    if (parsed.kind === 'agent') return { text: parsed.text, sent: null }
    if (parsed.kind === 'message')
      return { text: active ? aboutRepository(active.name, parsed.text) : parsed.text, sent: null }
    if (parsed.kind !== 'repository' || parsed.text === '') return null
    const { name, text } = parsed
    return {
      text: aboutRepository(name, text),
      sent: say(`Sent to ${session.agentName} for the repository ${name}.`),
    }
  }
  const carryOut: Commands['carryOut'] = async (parsed, attachments) => {
    setAnswer(null)
    if (parsed.kind === 'own' && workspace) {
      const what = JSON.stringify([parsed, attachments])
      if (attempt.current?.what !== what) attempt.current = { what, key: services.newKey() }
      const idempotencyKey = attempt.current.key
      const place = { services, session, workspace, offered, attachments, setActive, idempotencyKey }
      let refused = false
      const done = await act.run(async () => {
        const here = { ...place, active: active?.repositoryId ?? null }
        const said = await runCommand(parsed.name, here, parsed.argument)
        refused = said?.tone === 'error'
        setAnswer(said)
      })
      if (done) attempt.current = null
      return done && !refused
    }
    act.show(null)
    setAnswer(refusal(parsed))
    return false
  }
  return {
    offered,
    parse: (text) => parseInput(text, offered),
    toSend,
    carryOut,
    answer,
    tell: (said) => {
      act.show(null)
      setAnswer(said)
    },
    busy: act.busy,
    failure: act.failure,
    active: active && { name: active.name, forget: () => setActive(null) },
  }
}

function refusal(parsed: Parsed): Answer | null {
  switch (parsed.kind) {
    case 'unknown':
      return refuse(
        `There is no command /${parsed.word}. Nothing was sent.`,
        `Write /help for all commands, or //${parsed.word} to send it as text.`,
      )
    case 'usage':
      return refuse(`Usage: ${usageOf(parsed.name)}`, `${commandTable[parsed.name].about}. Nothing was done.`)
    case 'repository':
      return refuse(
        `Usage: /${parsed.name} message`,
        `Sends a message about ${parsed.name}. Nothing was sent.`,
      )
    case 'own':
    case 'agent':
    case 'message':
      return null
    default:
      return parsed satisfies never
  }
}
