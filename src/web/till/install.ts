import { tillIt } from '../messages/till.ts'

/** What a browser needs to know to install the till beside its other apps. Source: W3C, Web Application Manifest. */
export const TILL_MANIFEST = {
  id: '/till',
  name: `FRA NOI ${tillIt.title}`,
  short_name: tillIt.title,
  lang: 'it',
  start_url: '/till',
  scope: '/till',
  display: 'standalone',
  background_color: '#ffffff',
  theme_color: '#0b3d5c',
  icons: [
    { src: '/icon.svg', sizes: 'any', type: 'image/svg+xml', purpose: 'any' },
    { src: '/icon.svg', sizes: 'any', type: 'image/svg+xml', purpose: 'maskable' },
  ],
} as const
