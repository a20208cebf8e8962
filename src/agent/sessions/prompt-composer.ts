import type { ContentBlock } from '@agentclientprotocol/sdk'
import type { PromptContent, SessionId } from '../../contracts/index.ts'
import { contextBlock } from './context-block.ts'
import type { SessionHostDeps } from './deps.ts'
import type { LiveAgent } from './live-agent.ts'
import { promptBlocks, promptFiles } from './prompt-blocks.ts'
import type { SessionRecords } from './session-records.ts'
import type { Transcript } from './transcript.ts'

type PromptComposerDeps = Pick<SessionHostDeps, 'store' | 'attachments' | 'workspaceRoot'> & {
  records: SessionRecords
  transcript: Transcript
}

/** Makes prompts as the agent of one session takes them; what an agent does not get is said in the transcript. */
export class PromptComposer {
  readonly #deps: PromptComposerDeps
  readonly #sessionId: SessionId

  constructor(deps: PromptComposerDeps, sessionId: SessionId) {
    this.#deps = deps
    this.#sessionId = sessionId
  }

  /**
   * `context` is what was said before, for an agent that does not remember it. Throws `invalid_input` for images
   * where the agent takes none.
   */
  compose(agent: LiveAgent, content: PromptContent, context: string | null): ContentBlock[] {
    const { store, records, transcript } = this.#deps
    const session = records.session(this.#sessionId)
    const { blocks, notices } = promptBlocks(
      content,
      { name: session.agentName, capabilities: agent.capabilities },
      promptFiles(this.#deps, session),
    )
    const said = [...agent.takeNotices(), ...notices]
    if (said.length > 0)
      store.change((change) => said.forEach((text) => transcript.addMessage(change, 'notice', text)))
    return context === null ? blocks : [contextBlock(context), ...blocks]
  }
}
