export { BrowserPermission } from './browser-permission.tsx'
export { NotificationOffer } from './offer.tsx'
export { useNotifications } from './use-notifications.ts'
