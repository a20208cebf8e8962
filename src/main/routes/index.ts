export { createRouter, type AppRouter } from './router.ts'
