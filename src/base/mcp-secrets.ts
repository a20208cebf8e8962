import type { McpServer } from '../contracts/index.ts'
import type { Redactor } from './redactor.ts'

/** Headers that carry credentials under names that do not say so. */
const credentialHeaders = /^(proxy-)?authorization$/i

/** Makes what signs in to servers known as secret: header values whole and without their scheme, variables by name. */
export function addMcpSecrets(redactor: Redactor, servers: readonly McpServer[]): void {
  for (const server of servers) {
    if (server.type === 'stdio') {
      redactor.addEnvironment(server.env)
      continue
    }
    const named = Object.entries(server.headers).map(
      ([name, value]) => [name.replaceAll('-', '_'), value] as const,
    )
    redactor.addEnvironment(Object.fromEntries(named))
    for (const [name, value] of Object.entries(server.headers))
      if (credentialHeaders.test(name)) redactor.add([value, value.replace(/^\S+\s+/, '')])
  }
}
