import { describe, expect, it } from 'vitest'
import { tellingLine } from '../../../src/base/index.ts'

describe('tellingLine', () => {
  it.each([
    ['Fix the login', 'Fix the login'],
    ['\n\n  Fix the login  \nmore', 'Fix the login'],
    ['```sh\nnpm test\n```\nRun the tests', 'Run the tests'],
    ['```sh\nnpm test\n```', 'npm test'],
    ['~~~~file:a.ts\n\nconst a = 1\n~~~~', 'const a = 1'],
    ['---\n***', ''],
    ['', ''],
  ])('of %j is %j', (text, line) => expect(tellingLine(text)).toBe(line))
})
