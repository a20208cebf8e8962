import { Bot, FolderGit2, SquareSlash } from 'lucide-react'
import type { Offered } from '../commands/parse.ts'
import { commandTable } from '../commands/table.ts'
import type { Choice, Choices } from './choice.ts'

/** Commands whose word holds `query`; those that begin with it first. */
export function commandChoices(offered: readonly Offered[], query: string, agentName: string): Choices {
  const wanted = query.toLowerCase()
  const found = offered
    .map((one) => ({ one, place: one.word.toLowerCase().indexOf(wanted) }))
    .filter(({ place }) => place >= 0)
    .toSorted((a, b) => Math.sign(a.place) - Math.sign(b.place))
  return {
    label: 'Commands',
    choices: found.map(({ one, place }) => choiceOf(one, place, wanted.length, agentName)),
    pending: false,
    note: null,
  }
}

function choiceOf(one: Offered, place: number, length: number, agentName: string): Choice {
  const base = {
    key: `${one.kind} ${one.word}`,
    title: `/${one.word}`,
    // Behind the slash.
    at: Array.from({ length }, (_, index) => place + 1 + index),
    text: `/${one.word} `,
  }
  switch (one.kind) {
    case 'own':
      return { ...base, icon: SquareSlash, detail: commandTable[one.name].about }
    case 'agent':
      return { ...base, icon: Bot, detail: one.about, mark: agentName }
    case 'repository':
      return { ...base, icon: FolderGit2, detail: `Send a message about ${one.name}`, mark: 'repository' }
    default:
      return one satisfies never
  }
}
