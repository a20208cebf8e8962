import {
  ApprovalId,
  RuleId,
  lateWords,
  ruleWords,
  type AnsweredApproval,
  type Approval,
  type ApprovalRule,
} from '../../contracts/index.ts'
import { required, type Command } from '../command.ts'
import { optionNames } from '../option-names.ts'
import { ago } from '../output.ts'
import { parseId } from '../parse-id.ts'

/** The outcome; whoever came too late is told what was answered, where and when. */
function outcome(answered: AnsweredApproval): string {
  const late = lateWords(answered)
  const said = `${answered.title}: ${answered.status}`
  if (late === null) return said
  const since = ago(answered.answeredAt ?? Date.now(), Date.now())
  return `${said}. ${late} (${since === 'now' ? 'just now' : `${since} ago`})`
}

export const approvalList: Command = {
  path: 'approval list',
  summary: 'List approvals that wait for you',
  args: [],
  options: { all: { type: 'boolean', help: 'Also those already answered' } },
  async run({ client, output }, _args, options) {
    output.list(
      await (await client()).approval.list({ all: options['all'] === true }),
      ['id', 'state', 'what', 'options', 'since'],
      (approval: Approval) => [
        approval.id,
        approval.status,
        approval.title.split('\n')[0] ?? '',
        optionNames(approval),
        ago(approval.createdAt, Date.now()),
      ],
      'Nothing waits for you.',
    )
  },
}

export const approvalAnswer: Command = {
  path: 'approval answer',
  summary: 'Answer an approval',
  args: ['approval'],
  options: {
    option: {
      type: 'string',
      value: '<option>',
      help: 'An option of the approval, by id or kind (allow_once, …)',
    },
  },
  async run({ client, output }, [approval], options) {
    const option = required(options, 'option')
    output.result(
      await (
        await client()
      ).approval.answer({
        approvalId: parseId(ApprovalId, approval),
        option,
        from: 'cli',
      }),
      outcome,
    )
  },
}

const ruleLine = (rule: ApprovalRule): string => {
  const { what, exactly } = ruleWords(rule)
  return `${rule.decision === 'allow' ? 'Always allowed' : 'Always rejected'} for ${rule.agentName}: ${what.toLowerCase()} ${exactly}`
}

export const approvalRules: Command = {
  path: 'approval rules',
  summary: 'List the standing answers of a workspace',
  args: ['workspace'],
  options: { all: { type: 'boolean', help: 'Also those revoked' } },
  async run({ client, output }, [workspace = ''], options) {
    output.list(
      await (await client()).approval.rules({ workspace, all: options['all'] === true }),
      ['id', 'answer', 'agent', 'what', 'used', 'since'],
      (rule) => {
        const { what, exactly } = ruleWords(rule)
        return [
          rule.id,
          rule.revokedAt === null ? rule.decision : `${rule.decision} (revoked)`,
          rule.agentName,
          `${what}: ${exactly.split('\n')[0]}`,
          String(rule.uses),
          ago(rule.createdAt, Date.now()),
        ]
      },
      'No rules. An answer that says "always" makes one.',
    )
  },
}

export const approvalRevoke: Command = {
  path: 'approval revoke',
  summary: 'Revoke a rule: from then on you are asked again',
  args: ['rule'],
  options: {},
  async run({ client, output }, [rule]) {
    const revoked = await (await client()).approval.revokeRule({ ruleId: parseId(RuleId, rule) })
    output.result(
      revoked,
      () => `Revoked. ${ruleLine(revoked)}\n  get it back: switchyard approval restore ${revoked.id}`,
    )
  },
}

export const approvalRestore: Command = {
  path: 'approval restore',
  summary: 'Put a revoked rule in force again',
  args: ['rule'],
  options: {},
  async run({ client, output }, [rule]) {
    output.result(await (await client()).approval.restoreRule({ ruleId: parseId(RuleId, rule) }), ruleLine)
  },
}
