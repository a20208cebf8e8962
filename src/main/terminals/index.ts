export { StreamsRelay, type StreamPeer } from './streams-relay.ts'
export { TerminalService } from './terminal-service.ts'
