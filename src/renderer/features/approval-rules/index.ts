export { RulesButton } from './rules-button.tsx'
