import { defineConfig } from 'drizzle-kit'

/** `npm run db:generate`: the control plane's schema → its migrations. */
export default defineConfig({
  dialect: 'sqlite',
  casing: 'snake_case',
  schema: ['./src/main/store/schema{.ts,/index.ts}', './src/main/store/file-locks-schema.ts'],
  out: './resources/migrations/app',
})
