import { ApprovalId, type FileLock } from '../../contracts/index.ts'
import type { Command } from '../command.ts'
import { ago } from '../output.ts'
import { parseId } from '../parse-id.ts'

export const locks: Command = {
  path: 'locks',
  summary: 'List files that sessions hold, and who waits for them',
  args: [],
  optional: 'workspace',
  options: {},
  async run({ client, output }, [workspace]) {
    const connected = await client()
    const held = await connected.lock.list({ workspace })
    // Titles are for people; the list itself is the contract's.
    const sessions = output.json || held.length === 0 ? [] : await connected.session.list({})
    const titleOf = (id: FileLock['sessionId']): string =>
      sessions.find((session) => session.id === id)?.title ?? id
    output.list(
      held,
      ['file', 'held by', 'since', 'waiting'],
      (lock) => [
        lock.path,
        titleOf(lock.sessionId),
        ago(lock.since, Date.now()),
        lock.waiting.map(({ sessionId, approvalId }) => `${titleOf(sessionId)} (${approvalId})`).join(', '),
      ],
      'No session holds a file.',
    )
  },
}

export const approvalGoOn: Command = {
  path: 'approval go-on',
  summary: 'Let an approval go on that waits for a file another session holds',
  args: ['approval'],
  options: {},
  async run({ client, output }, [approval]) {
    output.result(
      await (await client()).approval.goOn({ approvalId: parseId(ApprovalId, approval) }),
      ({ id, status, title }) =>
        status === 'pending' ? `${title} waits for your answer: ${id}` : `${title}: ${status}`,
    )
  },
}
