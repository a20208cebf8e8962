export { McpServerList } from './mcp-server-list.tsx'
