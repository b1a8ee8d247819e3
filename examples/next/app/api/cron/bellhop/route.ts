import { bellhop } from '../../../../bellhop'

export const maxDuration = 60
export const { GET } = bellhop.sweep
