import { expect, it } from 'vitest'
import { costText, tokenText } from '../../../src/renderer/features/composer/usage-text.ts'

it('tokens are rounded to thousands, from a thousand on', () => {
  expect([0, 999, 1_000, 128_400].map(tokenText)).toEqual(['0', '999', '1k', '128k'])
})

it('costs are said in their currency; what is no currency is named', () => {
  expect(costText({ amount: 0.4159, currency: 'USD' })).toBe('$0.42')
  expect(costText({ amount: 12, currency: 'EUR' })).toBe('€12.00')
  expect(costText({ amount: 3, currency: 'credits' })).toBe('3.00 credits')
})
