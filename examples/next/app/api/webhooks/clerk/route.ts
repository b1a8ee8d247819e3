import { bellhop } from '../../../../bellhop'

export const { GET, POST } = bellhop.webhook
