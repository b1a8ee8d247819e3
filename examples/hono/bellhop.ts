import { createBellhop } from 'bellhop'
import settings from './bellhop.config.ts'

export const bellhop = createBellhop({ ...settings, basePath: '/bellhop' })
