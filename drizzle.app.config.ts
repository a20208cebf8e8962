import { defineConfig } from 'drizzle-kit'

/** `npm run db:generate`: the control plane's schema → its migrations. */
export default defineConfig({
  dialect: 'sqlite',
  schema: './src/main/store/schema{.ts,/index.ts}',
  out: './resources/migrations/app',
})
