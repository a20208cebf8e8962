import { linkSync, mkdirSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { randomUUID } from 'node:crypto'
import { exportJWK, generateKeyPair } from 'jose'
import { z } from 'zod'
import { readJsonFile, writeJsonFile, type Home, type NewId } from '../../base/index.ts'
import { Enrolment, NodeId } from '../../contracts/index.ts'

const PublicKey = Enrolment.shape.publicKey

/** What makes an installation itself: kept in its home, mode 0600, never sent anywhere. */
export const Identity = z.object({
  installId: z.uuid(),
  localNodeId: NodeId,
  privateKey: PublicKey.extend({ d: z.string() }),
})
export type Identity = z.infer<typeof Identity>

/**
 * The home's identity, made on first use. Of several processes that make one at once a single one wins, and all
 * return the winner's: the file appears by a hard link, which fails when there is one already.
 */
export async function loadIdentity(home: Home, newId: NewId): Promise<Identity> {
  const found = readJsonFile(home.identity, Identity)
  if (found) return found
  const made: Identity = {
    installId: randomUUID(),
    localNodeId: newId('node'),
    privateKey: await newPrivateKey(),
  }
  mkdirSync(dirname(home.identity), { recursive: true, mode: 0o700 })
  const draft = `${home.identity}.${made.installId}`
  writeJsonFile(draft, made)
  try {
    linkSync(draft, home.identity)
    return made
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    return Identity.parse(readJsonFile(home.identity, Identity))
  } finally {
    rmSync(draft, { force: true })
  }
}

/**
 * Replaces the installation's key; tokens of the old one are worth nothing to whoever is enrolled after this.
 * Only the holder of the home's lock calls it.
 */
export async function renewKey(home: Home, identity: Identity): Promise<Identity> {
  const renewed: Identity = { ...identity, privateKey: await newPrivateKey() }
  writeJsonFile(home.identity, renewed)
  return renewed
}

async function newPrivateKey(): Promise<Identity['privateKey']> {
  const { privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true })
  return Identity.shape.privateKey.parse(await exportJWK(privateKey))
}

/** What the local node agent must know of this installation; written where it looks before its first start. */
export function enrolLocalAgent(home: Home, identity: Identity): void {
  const { kty, crv, x } = identity.privateKey
  const enrolment: Enrolment = { nodeId: identity.localNodeId, publicKey: { kty, crv, x } }
  mkdirSync(home.agent.root, { recursive: true, mode: 0o700 })
  writeJsonFile(home.agent.enrolment, enrolment)
}

/** Enrols it and takes a revocation back. */
export function enrolAgainLocally(home: Home, identity: Identity): void {
  enrolLocalAgent(home, identity)
  rmSync(home.agent.revocation, { force: true })
}
