import { z } from 'zod'

/** Every error code of the product. Stable: add, never rename. */
export const errorCodes = [
  'unauthorized',
  'forbidden',
  'replayed_job',
  'node_revoked',
  'node_not_found',
  'node_not_running',
  'node_unhealthy',
  'node_at_capacity',
  'provider_error',
  'provider_quota',
  'provider_credentials_missing',
  'host_key_unknown',
  'host_key_changed',
  'ssh_auth_failed',
  'node_unreachable',
  'agent_version_mismatch',
  'project_not_found',
  'repository_not_found',
  'not_a_repository',
  'workspace_not_found',
  'workspace_not_running',
  'name_invalid',
  'branch_conflict',
  'worktree_failed',
  'runtime_unavailable',
  'session_not_found',
  'session_not_running',
  'session_already_attached',
  'session_limit',
  'session_busy',
  'session_in_terminal',
  'turn_not_found',
  'queued_message_not_found',
  'attachment_not_found',
  'terminal_not_found',
  'agent_unavailable',
  'agent_failed',
  'auth_required',
  'approval_not_found',
  'approval_not_pending',
  'rule_not_found',
  'question_not_found',
  'question_not_pending',
  'branch_lock_timeout',
  'exclusive_lock_timeout',
  'file_locked',
  'editor_not_found',
  'file_not_found',
  'file_exists',
  'file_changed',
  'repository_corrupt',
  'merge_conflict',
  'dirty_worktree',
  'nothing_to_commit',
  'commit_failed',
  'already_pushed',
  'thread_not_found',
  'comment_not_found',
  'remote_not_configured',
  'push_rejected',
  'remote_auth_failed',
  'remote_not_found',
  'remote_unreachable',
  'git_act_refused',
  'git_act_failed',
  'git_act_cancelled',
  'git_act_running',
  'nothing_in_progress',
  'hosting_not_configured',
  'hosting_denied',
  'hosting_rate_limited',
  'hosting_failed',
  'pull_request_not_found',
  'pull_request_exists',
  'branch_not_pushed',
  'not_mergeable',
  'no_ports',
  'out_of_memory',
  'task_not_runnable',
  'invalid_input',
  'invalid_transition',
  'limit_reached',
  'database_damaged',
  'disk_full',
  'internal',
] as const

export type ErrorCode = (typeof errorCodes)[number]

/** What travels beside code and message: what to do next, and machine-readable facts. */
export const FailureData = z.object({
  hint: z.string().optional(),
  details: z.record(z.string(), z.unknown()).optional(),
})

/** The one shape of an error on every wire and in every `--json` answer. */
export const FailureShape = FailureData.extend({ code: z.enum(errorCodes), message: z.string() })
export type FailureShape = z.infer<typeof FailureShape>

/**
 * An expected failure. `message` says what happened and to what; `hint` says what to do next.
 * Anything else thrown is a bug and becomes `internal`.
 */
export class Failure extends Error {
  readonly code: ErrorCode
  readonly hint: string | undefined
  readonly details: Record<string, unknown> | undefined

  constructor(
    code: ErrorCode,
    message: string,
    options: { hint?: string; details?: Record<string, unknown>; cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause })
    this.name = 'Failure'
    this.code = code
    this.hint = options.hint
    this.details = options.details
  }

  toJSON(): FailureShape {
    return { code: this.code, message: this.message, hint: this.hint, details: this.details }
  }
}

const codes: ReadonlySet<string> = new Set(errorCodes)
export const isErrorCode = (value: unknown): value is ErrorCode =>
  typeof value === 'string' && codes.has(value)

/** The error map every procedure of both contracts declares: one entry a code, one data shape. */
export const errorMap = Object.fromEntries(errorCodes.map((code) => [code, { data: FailureData }])) as {
  [Code in ErrorCode]: { data: typeof FailureData }
}

/**
 * Reads any thrown value on the calling side back into a Failure. A wire error is recognised by its shape
 * (`{ code, message, data }`), so this needs no RPC library; what is unknown becomes `internal`.
 */
export function toFailure(error: unknown): Failure {
  if (error instanceof Failure) return error
  const wire = error as { code?: unknown; message?: unknown; data?: unknown }
  if (wire !== null && typeof wire === 'object' && isErrorCode(wire.code)) {
    const data = FailureData.safeParse(wire.data ?? {})
    return new Failure(wire.code, String(wire.message), { ...(data.success ? data.data : {}), cause: error })
  }
  return new Failure('internal', error instanceof Error ? error.message : String(error), { cause: error })
}
