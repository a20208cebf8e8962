export { knownProfiles } from './profiles.ts'
export { SettingsService } from './settings-service.ts'
