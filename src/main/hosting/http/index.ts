export { createPoliteFetch, type PoliteFetch } from './polite-fetch.ts'
export { createRestClient, type RestClient } from './rest-client.ts'
