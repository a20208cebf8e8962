import type { SessionView } from '../../../contracts/index.ts'

export const tokenText = (count: number): string =>
  count < 1_000 ? String(count) : `${Math.round(count / 1_000)}k`

/** `$0.42`; an amount in what is no currency code as `0.42 credits`. */
export function costText({
  amount,
  currency,
}: NonNullable<NonNullable<SessionView['usage']>['cost']>): string {
  if (/^[A-Z]{3}$/.test(currency))
    return new Intl.NumberFormat('en', { style: 'currency', currency }).format(amount)
  return `${amount.toFixed(2)} ${currency}`
}
