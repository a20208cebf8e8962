import { MessageSquare } from 'lucide-react'
import { runbookProfileId, type SessionView } from '../../../contracts/index.ts'
import { useServices } from '../../app/index.ts'
import { setDraft } from '../../state/index.ts'
import { Button, EmptyState } from '../../ui/index.ts'

const example =
  'Say hello and look around.\n\n```file:hello.txt\nHello from Runbook\n```\n\n```sh\ngit status --short\n```\n'

/** A session in which nothing was said yet: what to do first. */
export function EmptySession({ session }: { session: SessionView }) {
  const { ui } = useServices()
  if (session.agent !== runbookProfileId)
    return (
      <EmptyState icon={<MessageSquare />} title={`Tell ${session.agentName} what to do`}>
        It works in this workspace only and asks before it does risky things.
      </EmptyState>
    )
  return (
    <EmptyState
      icon={<MessageSquare />}
      title="Tell Runbook what to do"
      action={
        <Button onClick={() => ui.setState((state) => setDraft(state, session.id, { text: example }))}>
          Insert an example
        </Button>
      }
    >
      It carries out the fenced blocks of your message: <code className="font-mono text-sm">sh</code> blocks
      run after you allow them, <code className="font-mono text-sm">file:path</code> blocks write a file.
    </EmptyState>
  )
}
