import { expect, it } from 'vitest'
import { optionNames } from '../../../src/cli/option-names.ts'
import { approval } from '../renderer/make.ts'

it('names the options of an approval by kind, and by id where several are of one kind', () => {
  const options = [
    { id: 'yes', name: 'Allow once', kind: 'allow_once' as const },
    { id: 'file', name: 'Always, this file', kind: 'allow_always' as const },
    { id: 'folder', name: 'Always, this folder', kind: 'allow_always' as const },
    { id: 'no', name: 'Reject', kind: 'reject_once' as const },
  ]
  expect(optionNames(approval({ options }))).toBe('allow_once file folder reject_once')
})
