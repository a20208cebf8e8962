/** How a kind of token begins, what it is made of, and how much of that makes it one. */
interface TokenShape {
  /** Fixed beginnings; they start a word. */
  starts: readonly string[]
  /** Characters after the beginning, as the inside of a character class. */
  body: string
  /** Fewer characters than this after the beginning are a word like any other. */
  least: number
}

/** Tokens known by their beginning, as their issuers publish them. */
const tokenShapes: readonly TokenShape[] = [
  // OpenAI (sk-, sk-proj-), Anthropic (sk-ant-), OpenRouter (sk-or-) and who copies them.
  { starts: ['sk-'], body: 'A-Za-z0-9_-', least: 20 },
  // Stripe.
  { starts: ['sk_live_', 'sk_test_', 'rk_live_', 'rk_test_'], body: 'A-Za-z0-9', least: 16 },
  // GitHub: personal, OAuth, user, server and refresh tokens.
  { starts: ['ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_'], body: 'A-Za-z0-9', least: 30 },
  { starts: ['github_pat_'], body: 'A-Za-z0-9_', least: 22 },
  { starts: ['glpat-', 'gldt-', 'glrt-'], body: 'A-Za-z0-9_.-', least: 20 },
  // AWS key ids; their secret half has no shape.
  { starts: ['AKIA', 'ASIA'], body: 'A-Z0-9', least: 16 },
  { starts: ['AIza'], body: 'A-Za-z0-9_-', least: 35 },
  { starts: ['xoxa-', 'xoxb-', 'xoxp-', 'xoxr-', 'xoxs-', 'xapp-'], body: 'A-Za-z0-9-', least: 10 },
  { starts: ['npm_'], body: 'A-Za-z0-9', least: 36 },
  { starts: ['hf_'], body: 'A-Za-z0-9', least: 30 },
  // JSON web tokens: base64url of `{"…`, then payload and signature.
  { starts: ['eyJ'], body: 'A-Za-z0-9_.=-', least: 40 },
]

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\-]/g, '\\$&')

/** `ab-` → `a(?:b(?:-REST)?)?`: any beginning of `start`, or all of it and `rest`. */
const beginningsOf = (start: string, rest: string): string =>
  start
    .split('')
    .toReversed()
    .reduce((inner, character, index) => {
      const text = escaped(character)
      return index === 0 ? `${text}${rest}` : `${text}(?:${inner})?`
    }, '')

const wordStart = '(?<![A-Za-z0-9])'
/** What is sent after `Bearer` or `Basic`. */
const credential = '[A-Za-z0-9._~+/=-]'
const pemBegin = '-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----'
const pemEnd = '-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----'
/** Base64 in lines, which JSON writes as `\n`, and the lines above it; prose has other punctuation and ends it. */
const pemBody =
  '(?:[A-Za-z0-9+/=]|\\s|\\\\[nr]|(?:Proc-Type|DEK-Info|Version|Comment): [^\\n\\\\]{0,200}(?=\\n|\\\\|$))*'

const whole = [
  ...tokenShapes.map(
    ({ starts, body, least }) => `${wordStart}(?:${starts.map(escaped).join('|')})[${body}]{${least},}`,
  ),
  `(?<=${wordStart}(?:[Bb]earer|BEARER|[Bb]asic)[ \\t]{1,3})${credential}{16,}`,
  // The password in `scheme://user:password@host`.
  '(?<=://[^\\s/:@"\']{0,100}:)[^\\s/@"\']{3,200}(?=@)',
  `${pemBegin}${pemBody}(?:${pemEnd})?`,
]

/** Source of an expression that matches every secret of known shape in a text. */
export const shapeSource = whole.join('|')

const open = [
  ...tokenShapes.flatMap(({ starts, body }) =>
    starts.map((start) => wordStart + beginningsOf(start, `[${body}]*`)),
  ),
  wordStart + beginningsOf('bearer', `(?:[ \\t]{1,3}${credential}*)?`).replaceAll('b', '[Bb]'),
  wordStart + beginningsOf('BEARER', `(?:[ \\t]{1,3}${credential}*)?`),
  wordStart + beginningsOf('basic', `(?:[ \\t]{1,3}${credential}*)?`).replaceAll('b', '[Bb]'),
  // An address whose host has not been reached: what looks like a user may turn out to be a password.
  `(?<=[a-z]:)/(?:/[^\\s/@"']{0,300})?`,
  beginningsOf('-----BEGIN ', '[A-Z0-9 ]{0,60}-{0,4}'),
  `${pemBegin}${pemBody}(?:\\\\|${beginningsOf('-----END ', '[A-Z0-9 ]{0,60}-{0,4}')})?`,
]

/** Matches the end of a text that may be the beginning of a secret of known shape. */
export const openShape = new RegExp(`(?:${open.join('|')})$`)

const secretWords =
  /(^|_)(API_?KEY|ACCESS_?KEY|PRIVATE_?KEY|KEY|TOKEN|SECRET|PASSWORD|PASSWD|PASSPHRASE|PWD|CREDENTIALS?|AUTH|BEARER|COOKIE|DSN|PAT)(_|$)|(APIKEY|TOKEN|SECRET|PASSWORD)$/i
/** Names that hold one of those words and no secret. */
const harmless = /^(PWD|OLDPWD|SSH_AUTH_SOCK)$|_(FILE|PATH|DIR|URL|NAME|ENDPOINT|SOCK)$/i

/** Whether the name of a variable says that its value is a secret, such as `ANTHROPIC_API_KEY`. */
export const looksSecret = (name: string): boolean => secretWords.test(name) && !harmless.test(name)
