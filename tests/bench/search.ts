import Database from 'better-sqlite3'
import { mkdirSync, statSync } from 'node:fs'
import { newId } from '../../src/base/index.ts'
import { Installation } from '../hosts/switchyard/index.ts'
import { quantile, spread, timed, type Bench } from './lib/bench.ts'
import { fillStore } from './lib/filled-store.ts'
import { vocabulary } from './lib/prose.ts'

const sessions = 100
/** Each query is asked so often; the first answers also read the index from the disk. */
const rounds = 5
const limit = 50

const word = (rank: number): string => vocabulary[rank] ?? ''

/** From what is in almost every message to what is nowhere, and as it is typed. */
const queries = [
  word(0),
  word(40),
  word(2_000),
  word(25_000),
  `${word(0)} ${word(1)}`,
  `${word(10)} ${word(20_000)}`,
  `${word(3)} ${word(300)} ${word(40).slice(0, 3)}`,
  `"${word(5)} ${word(6)}"`,
  word(0).slice(0, 1),
  word(700).slice(0, 2),
  word(700).slice(0, 3),
  word(9_000).slice(0, 4),
  `${word(10)} nowhere`,
]

/** Search as the screen asks for it, over the local socket, with a million messages in the database. */
export const search: Bench = {
  name: 'search',
  async run(say, { messages: messagesOfSession }) {
    const installation = new Installation()
    try {
      say(`writing ${sessions} sessions of ${messagesOfSession} messages`)
      mkdirSync(installation.home.root, { recursive: true })
      const file = installation.home.appDatabase
      const { workspaces, took } = await fillStore(file, {
        sessions,
        messagesOfSession,
        sessionsOfWorkspace: 5,
        messagesOfTurn: 100,
        nodeId: newId('node'),
        projectId: newId('project'),
        searchable: true,
      })
      const megabytes = Math.round(statSync(file).size / 1e6)
      say(
        `${Math.round(took / 1000)} s, ${Math.round((sessions * messagesOfSession) / (took / 1000))} messages/s, ${megabytes} MB`,
      )
      const { client } = await installation.connect()
      const samples: number[] = []
      const inWorkspace: number[] = []
      for (let round = 0; round < rounds; round++)
        for (const query of queries) {
          const whole = await timed(() => client.history.search({ query, limit }))
          const workspace = workspaces[round]?.id
          samples.push(whole)
          inWorkspace.push(await timed(() => client.history.search({ query, limit, workspace })))
          if (round === 0) say(`${query}: ${whole.toFixed(1)} ms`)
        }
      const theirs = scan(file)
      const messages = (sessions * messagesOfSession).toLocaleString('en')
      return [
        {
          what: `Search ${messages} messages, p95`,
          ours: `${spread(samples, 'ms', 1)}, p95 ${quantile(samples, 0.95).toFixed(1)} ms`,
          against: `LIKE over the same rows: ${spread(theirs, 'ms')}`,
          value: quantile(samples, 0.95),
          unit: 'ms',
          goal: { most: 100 },
        },
        {
          what: `Search one workspace of ${workspaces.length}, p95`,
          ours: `${spread(inWorkspace, 'ms', 1)}, p95 ${quantile(inWorkspace, 0.95).toFixed(1)} ms`,
          against: '',
          value: quantile(inWorkspace, 0.95),
          unit: 'ms',
          goal: { most: 100 },
        },
      ]
    } finally {
      await installation.remove()
    }
  },
}

/** Milliseconds without an index: the newest rows whose text holds a word, for words rare and frequent. */
function scan(file: string): number[] {
  const database = new Database(file, { readonly: true })
  try {
    const statement = database.prepare(
      "SELECT id FROM items WHERE entity ->> '$.content' LIKE ? ORDER BY rowid DESC LIMIT ?",
    )
    return [word(40), word(25_000), 'nowhere'].map((wanted) => {
      const started = performance.now()
      statement.all(`%${wanted}%`, limit)
      return performance.now() - started
    })
  } finally {
    database.close()
  }
}
