import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { SafeStorage } from 'electron'
import { app } from './app.ts'

const nonceBytes = 12
const tagBytes = 16

/** In place of the desktop's keyring: a key beside the profile. For tests only, it protects nothing. */
function key(): Buffer {
  const file = join(app.getPath('userData'), 'stand-in-keyring')
  if (existsSync(file)) return readFileSync(file)
  mkdirSync(app.getPath('userData'), { recursive: true })
  const made = randomBytes(32)
  writeFileSync(file, made, { mode: 0o600 })
  return made
}

export const safeStorage = {
  isEncryptionAvailable: () => app.isReady(),
  encryptString(text: string) {
    const nonce = randomBytes(nonceBytes)
    const cipher = createCipheriv('aes-256-gcm', key(), nonce)
    return Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()])
  },
  decryptString(sealed: Buffer) {
    const decipher = createDecipheriv('aes-256-gcm', key(), sealed.subarray(0, nonceBytes))
    decipher.setAuthTag(sealed.subarray(-tagBytes))
    return decipher.update(sealed.subarray(nonceBytes, -tagBytes), undefined, 'utf8') + decipher.final('utf8')
  },
} satisfies Pick<SafeStorage, 'isEncryptionAvailable' | 'encryptString' | 'decryptString'>
