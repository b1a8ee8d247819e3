import { defineConfig } from 'bellhop'

export default defineConfig({
  brand: { name: 'Acme', colors: { primary: '#0b5cad' } },
  templates: { welcome: () => import('./emails/welcome.tsx') },
})
