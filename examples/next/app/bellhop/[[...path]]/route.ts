import { bellhop } from '../../../bellhop'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = bellhop.pages
