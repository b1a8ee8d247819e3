import { defineConfig } from '@playwright/test'

const port = process.env.PORT ?? '3000'

export default defineConfig({
  testDir: 'test',
  use: {
    baseURL: `http://127.0.0.1:${port}`,
    launchOptions: { ...(process.env.CHROMIUM && { executablePath: process.env.CHROMIUM }) },
  },
  webServer: {
    command: `next dev --hostname 127.0.0.1 --port ${port}`,
    url: `http://127.0.0.1:${port}/bellhop/healthz`,
    timeout: 180_000,
  },
})
