export { HistoryService } from './history-service.ts'
