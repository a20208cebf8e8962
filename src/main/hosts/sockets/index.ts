export { createRpcServer, type RpcServer } from './rpc-server.ts'
export { webSocketPeer } from './web-socket-peer.ts'
