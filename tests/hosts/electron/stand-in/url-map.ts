/**
 * Chromium refuses to open schemes it was not built with, so a page of `switchyard://app/x` is opened as
 * `https://app.switchyard.invalid/x` (a name that can never resolve) and answered by the app's own handler.
 * Only `location` inside the page tells the difference; everything the app sees has its own scheme again.
 */
const schemes = new Set<string>()

export const addOwnScheme = (scheme: string): void => void schemes.add(scheme)
export const isOwnScheme = (scheme: string): boolean => schemes.has(scheme)

/** The address to open in Chromium. */
export function toPageUrl(url: string): string {
  const parts = /^([a-z][a-z0-9+.-]*):\/\/([^/?#]*)(.*)$/i.exec(url)
  if (!parts) return url
  const [, scheme = '', host = '', rest = ''] = parts
  return schemes.has(scheme) ? `https://${host}.${scheme}.invalid${rest}` : url
}

/** The address as the app knows it. */
export function toAppUrl(url: string): string {
  const parts = /^https:\/\/([^/?#]*)\.([a-z][a-z0-9+-]*)\.invalid(.*)$/i.exec(url)
  if (!parts) return url
  const [, host = '', scheme = '', rest = ''] = parts
  return schemes.has(scheme) ? `${scheme}://${host}${rest}` : url
}
