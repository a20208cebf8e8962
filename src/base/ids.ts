import { randomBytes } from 'node:crypto'
import { idPrefixes, type IdTypes } from '../contracts/index.ts'

// Crockford's base 32 (https://www.crockford.com/base32.html), lower case: no i, l, o, u.
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz'

/** Mints ids; an argument of services so that tests can make them predictable. */
export type NewId = <Kind extends keyof IdTypes>(kind: Kind) => IdTypes[Kind]

/** A fresh id: prefix, 10 characters of time, 10 of randomness (50 bits). */
export const newId: NewId = <Kind extends keyof IdTypes>(kind: Kind) => {
  let text = ''
  let time = Date.now()
  for (let i = 0; i < 10; i++) {
    text = alphabet[time % 32] + text
    time = Math.floor(time / 32)
  }
  for (const byte of randomBytes(10)) text += alphabet[byte % 32]
  return `${idPrefixes[kind]}_${text}` as IdTypes[Kind]
}
