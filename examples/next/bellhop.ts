import { createBellhop } from 'bellhop'

export const bellhop = createBellhop({
  basePath: '/bellhop',
  brand: { name: 'Acme', colors: { primary: '#0b5cad' } },
  templates: { welcome: () => import('./emails/welcome') },
})
