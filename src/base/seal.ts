import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { Failure } from '../contracts/index.ts'
import { writeFileAtomic } from './json-file.ts'

const cipher = 'aes-256-gcm'
const [keyBytes, nonceBytes, tagBytes] = [32, 12, 16]
const mark = 'sealed:1:'
const mostOpened = 1_000
/** Whatever text is below one of these is secret: variables of profiles and MCP servers, headers of MCP servers, tokens. */
const secretFields: ReadonlySet<string> = new Set(['env', 'agentEnv', 'headers', 'token'])

/**
 * Keeps secrets out of a database: what stands in it, in its write-ahead log and in its backups is encrypted with a
 * key that lies in a file of its own. AES-256-GCM with a random nonce for each text.
 */
export class Seal {
  readonly #key: Buffer
  readonly #file: string
  /** Rows are read again and again. */
  readonly #opened = new Map<string, string>()

  /** `file` is where the key came from, for messages. */
  constructor(key: Buffer, file: string) {
    this.#key = key
    this.#file = file
  }

  /** A copy of JSON-like `value` with the texts in its secret fields encrypted. */
  close<Value>(value: Value): Value {
    return mapSecrets(value, false, (text) => this.#encrypt(text)) as Value
  }

  /** The opposite of `close`; texts that were never closed stay. Throws `database_damaged` for another key's. */
  open<Value>(value: Value): Value {
    return mapSecrets(value, false, (text) => (text.startsWith(mark) ? this.#known(text) : text)) as Value
  }

  #known(text: string): string {
    const known = this.#opened.get(text)
    if (known !== undefined) return known
    const opened = this.#decrypt(text)
    if (this.#opened.size >= mostOpened) this.#opened.clear()
    this.#opened.set(text, opened)
    return opened
  }

  #encrypt(text: string): string {
    const nonce = randomBytes(nonceBytes)
    const box = createCipheriv(cipher, this.#key, nonce)
    const body = Buffer.concat([box.update(text, 'utf8'), box.final()])
    return mark + Buffer.concat([nonce, box.getAuthTag(), body]).toString('base64')
  }

  #decrypt(text: string): string {
    const bytes = Buffer.from(text.slice(mark.length), 'base64')
    try {
      const box = createDecipheriv(cipher, this.#key, bytes.subarray(0, nonceBytes))
      box.setAuthTag(bytes.subarray(nonceBytes, nonceBytes + tagBytes))
      return Buffer.concat([box.update(bytes.subarray(nonceBytes + tagBytes)), box.final()]).toString('utf8')
    } catch (cause) {
      throw new Failure(
        'database_damaged',
        `The secrets in the database were not sealed with ${this.#file}`,
        {
          hint: 'Put back the key file that belongs to this database.',
          cause,
        },
      )
    }
  }
}

/** The seal of a database, with the key beside it (`secret.key`, mode 0600), made on first use. */
export function sealBeside(database: string): Seal {
  if (database === ':memory:') return new Seal(randomBytes(keyBytes), database)
  const file = join(dirname(database), 'secret.key')
  const known = readKey(file)
  if (known) return new Seal(known, file)
  const made = randomBytes(keyBytes)
  writeFileAtomic(file, `${made.toString('hex')}\n`)
  return new Seal(made, file)
}

function readKey(file: string): Buffer | null {
  let key: Buffer
  try {
    key = Buffer.from(readFileSync(file, 'utf8').trim(), 'hex')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
  if (key.length === keyBytes) return key
  throw new Failure('database_damaged', `${file} is no key`, {
    hint: 'Put back the key file that belongs to this database.',
  })
}

function mapSecrets(value: unknown, secret: boolean, map: (text: string) => string): unknown {
  if (typeof value === 'string') return secret ? map(value) : value
  if (Array.isArray(value)) return value.map((entry) => mapSecrets(entry, secret, map))
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(
    Object.entries(value).map(([name, entry]) => [
      name,
      mapSecrets(entry, secret || secretFields.has(name), map),
    ]),
  )
}
