import { ApprovalId, type Approval } from '../../contracts/index.ts'
import { required, type Command } from '../command.ts'
import { ago } from '../output.ts'
import { parseId } from '../parse-id.ts'

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
        approval.options.map((option) => option.kind).join(' '),
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
      await (await client()).approval.answer({ approvalId: parseId(ApprovalId, approval), option }),
      (answered) => `${answered.title}: ${answered.status}`,
    )
  },
}
