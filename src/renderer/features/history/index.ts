export { HistoryScreen } from './history-screen.tsx'
export { PastSessionScreen } from './past-session-screen.tsx'
