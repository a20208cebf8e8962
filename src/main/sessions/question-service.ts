import {
  Failure,
  type Question,
  type QuestionAction,
  type QuestionAnswer,
  type QuestionId,
} from '../../contracts/index.ts'
import type { Audit } from '../audit/index.ts'
import type { Store } from '../store/index.ts'
import type { WorkspaceService } from '../workspaces/index.ts'

interface Deps {
  store: Store
  audit: Audit
  workspaces: WorkspaceService
}

/** Questions of agents: they wait on their session's node, this brings the answer there. */
export class QuestionService {
  readonly #deps: Deps

  constructor(deps: Deps) {
    this.#deps = deps
  }

  list(all: boolean): Question[] {
    return this.#deps.store.read.items.questions(all)
  }

  /** A second answer returns the first outcome. Throws `question_not_found`, `invalid_input`. */
  answer(questionId: QuestionId, action: QuestionAction, content: QuestionAnswer): Promise<Question> {
    const { store, audit, workspaces } = this.#deps
    const question = store.read.items.question(questionId)
    if (!question) throw new Failure('question_not_found', `There is no question ${questionId}`)
    const { workspaceId } = question
    const workspace = workspaces.find(workspaceId)
    const act = { what: 'question.answer', nodeId: workspace.nodeId, target: questionId }
    return audit.record(act, async () => {
      const entity = await workspaces
        .link(workspace)
        .command((client) => client.question.answer({ workspaceId, questionId, action, content }))
      return store.read.items.question(questionId) ?? entity
    })
  }
}
