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
  const { privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true })
  const made: Identity = {
    installId: randomUUID(),
    localNodeId: newId('node'),
    privateKey: Identity.shape.privateKey.parse(await exportJWK(privateKey)),
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

/** What the local node agent must know of this installation; written where it looks before its first start. */
export function enrolLocalAgent(home: Home, identity: Identity): void {
  const { kty, crv, x } = identity.privateKey
  const enrolment: Enrolment = { nodeId: identity.localNodeId, publicKey: { kty, crv, x } }
  mkdirSync(home.agent.root, { recursive: true, mode: 0o700 })
  writeJsonFile(home.agent.enrolment, enrolment)
}
