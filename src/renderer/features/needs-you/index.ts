export { NeedsYouButton } from './needs-you-button.tsx'
