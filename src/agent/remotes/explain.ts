import { Failure, type ErrorCode } from '../../contracts/index.ts'
import type { LongRunResult } from '../git/index.ts'
import { withoutProgress } from './progress.ts'

/** Where a command of git went to. */
export interface Destination {
  repository: string
  /** Null for a command that asks no remote. */
  remote: string | null
  url: string | null
}

interface Reason {
  when: RegExp
  code: ErrorCode
  reason: string
  message(to: Destination): string
  hint: string | ((to: Destination) => string)
}

const at = ({ remote, url }: Destination): string =>
  `${remote ?? 'the remote'}${url ? ` (${withoutSecrets(url)})` : ''}`

/** First come, first served: what git says in the end (`hung up unexpectedly`) has mostly an earlier cause. */
const reasons: readonly Reason[] = [
  {
    when: /REMOTE HOST IDENTIFICATION HAS CHANGED/,
    code: 'host_key_changed',
    reason: 'host_key_changed',
    message: (to) => `The host of ${at(to)} has another key than it had before`,
    hint: 'Somebody may be listening in, or it was set up anew. Ask who runs it; only then take the old key out of known_hosts.',
  },
  {
    when: /Host key verification failed|No .* host key is known for/,
    code: 'host_key_unknown',
    reason: 'host_key_unknown',
    message: (to) => `The key of the host of ${at(to)} is not known here`,
    hint: 'Connect to it once with ssh in a terminal, compare the fingerprint and accept it. Then try again.',
  },
  {
    when: /Permission denied \([^)]*(publickey|password|keyboard-interactive)/,
    code: 'remote_auth_failed',
    reason: 'ssh_key',
    message: (to) => `${at(to)} accepts none of your ssh keys`,
    hint: 'Load the key into the ssh agent with ssh-add (nothing is asked for in the background), or add it to your account there.',
  },
  {
    when: /returned error: 403|Write access to repository not granted|access denied|insufficient permission/i,
    code: 'remote_auth_failed',
    reason: 'forbidden',
    message: (to) => `You may not do this on ${at(to)}`,
    hint: 'The credentials are known there and have no right to it. Use others, or ask for access.',
  },
  {
    when: /Authentication failed|could not read (Username|Password)|terminal prompts disabled|Invalid username or (password|token)|returned error: 401/i,
    code: 'remote_auth_failed',
    reason: 'credentials',
    message: (to) => `${at(to)} did not accept who you are`,
    hint: 'Nothing is asked for in the background. Store the credentials with a git credential helper, for example by one "git fetch" in a terminal.',
  },
  {
    when: /protected branch|GH006|GH013|not allowed to (force )?push|pre-receive.*protected/i,
    code: 'push_rejected',
    reason: 'protected',
    message: (to) => `The branch is protected on ${at(to)}`,
    hint: 'Push the workspace branch and open a pull request instead.',
  },
  {
    when: /\[rejected\].*\(stale info\)/,
    code: 'push_rejected',
    reason: 'lease_broken',
    message: (to) => `Somebody else has pushed to ${at(to)} meanwhile; nothing was replaced`,
    hint: 'Fetch, look at the new commits, then decide again.',
  },
  {
    when: /\[(remote )?rejected\].*\((non-fast-forward|fetch first|needs force)/,
    code: 'push_rejected',
    reason: 'non_fast_forward',
    message: (to) => `${at(to)} has commits that this branch lacks`,
    hint: 'Pull first. Push with a lease only where its commits are meant to go.',
  },
  {
    when: /\[remote rejected\].*hook declined|pre-receive hook declined/,
    code: 'push_rejected',
    reason: 'hook_declined',
    message: (to) => `A hook on ${at(to)} declined the push`,
    hint: 'What it said is in the output.',
  },
  {
    when: /\[remote rejected\]/,
    code: 'push_rejected',
    reason: 'remote_rejected',
    message: (to) => `${at(to)} rejected the push`,
    hint: 'What it said is in the output.',
  },
  {
    when: /repository .*not found|does not appear to be a git repository|does not exist|No such remote|project you were looking for could not be found/i,
    code: 'remote_not_found',
    reason: 'not_found',
    message: (to) => `There is no repository at ${at(to)}, or you may not see it`,
    hint: 'Check its address with: git remote -v',
  },
  {
    when: /could not resolve|connection (refused|timed out|reset|closed)|network is unreachable|no route to host|couldn't connect|failed to connect|operation timed out|hung up unexpectedly|early EOF|unable to access|returned error: 5\d\d/i,
    code: 'remote_unreachable',
    reason: 'network',
    message: (to) => `${at(to)} cannot be reached`,
    hint: 'Check the network and the address, then try again.',
  },
]

/** Why a command of git that asks a remote failed, in a person's words. `what` names the act: `Push`. */
export function explainFailure(what: string, run: LongRunResult, to: Destination): Failure {
  const output = cleanOutput(run.output)
  const details = { output, repository: to.repository }
  if (run.ended === 'cancelled')
    return new Failure('git_act_cancelled', `${what} of ${to.repository} was cancelled`, { details })
  if (run.ended === 'silent')
    return new Failure(
      'remote_unreachable',
      `${to.remote ?? 'git'} has said nothing for too long and was given up`,
      {
        hint: 'Try again; the limits "remote silent" and "git hook silent" in the settings say how long is too long.',
        details: { ...details, reason: 'silent' },
      },
    )
  const found = reasons.find(({ when }) => when.test(output))
  if (found) {
    const hint = typeof found.hint === 'string' ? found.hint : found.hint(to)
    return new Failure(found.code, found.message(to), {
      hint,
      details: { ...details, reason: found.reason },
    })
  }
  if (what === 'Push' && /failed to push some refs/.test(output))
    return new Failure('push_rejected', `The pre-push hook of ${to.repository} stopped the push`, {
      hint: 'What it said is in the output. Nothing was sent.',
      details: { ...details, reason: 'pre_push_hook' },
    })
  return new Failure('git_act_failed', `${what} of ${to.repository} failed: ${lastLine(output)}`, {
    hint: 'What git said is in the output.',
    details,
  })
}

const lastLine = (output: string): string =>
  output
    .split('\n')
    .findLast((line) => line.trim() !== '')
    ?.replace(/^(fatal|error): /, '') ?? 'git said nothing'

/** An address without a name and password in it. */
export const withoutSecrets = (text: string): string => text.replace(/(\w:\/\/)[^/@\s]+@/g, '$1')

/** What was said, without progress and secrets in addresses. */
export const cleanOutput = (output: string): string => withoutSecrets(withoutProgress(output))
