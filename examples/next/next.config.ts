import type { NextConfig } from 'next'

const config: NextConfig = {
  // Bellhop reads files of its own package, so it is loaded as it is.
  serverExternalPackages: ['bellhop'],
}

export default config
