import { defineConfig } from 'drizzle-kit'

/** `npm run db:generate`: the node agent's schema → its migrations. */
export default defineConfig({
  dialect: 'sqlite',
  casing: 'snake_case',
  schema: './src/agent/store/schema{.ts,/index.ts}',
  out: './resources/migrations/agent',
})
