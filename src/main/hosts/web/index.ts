export { cookieSecret } from './cookie-secret.ts'
export { startWebHost, type WebHost } from './web-host.ts'
