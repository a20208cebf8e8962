export { portChannel, socketChannel } from './channel.ts'
export { connect, type AppClient, type Connection, type ConnectionState } from './connection.ts'
export { usesCommandKey, type HostBridge } from './host.ts'
export { portStreams, socketStreams, type OpenStreams, type Streams } from './streams.ts'
