export { ContinueConversationDialog } from './continue-conversation.tsx'
