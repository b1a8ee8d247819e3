import { createSign, generateKeyPairSync, type KeyObject } from 'node:crypto'

const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })

export const FRONTEND_API = 'clerk.acme.dev'
export const PUBLISHABLE_KEY = `pk_live_${Buffer.from(`${FRONTEND_API}$`).toString('base64')}`
/** In the form that the Dashboard shows. */
export const JWT_KEY = publicKey.export({ type: 'spki', format: 'pem' }).toString()

export const foreignKey = (): KeyObject =>
  generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey

/** A session token as Clerk signs it (version 2), for `user_ada` unless the claims say otherwise. */
export function sessionToken(
  claims: Record<string, unknown> = {},
  key: KeyObject = privateKey,
): string {
  const now = Math.floor(Date.now() / 1000)
  const encode = (part: unknown) => Buffer.from(JSON.stringify(part)).toString('base64url')
  const header = { alg: 'RS256', cat: 'cl_B7d4PD111AAA', kid: 'ins_2test', typ: 'JWT' }
  const body = {
    azp: 'https://bellhop.acme.dev',
    exp: now + 60,
    fva: [1, -1],
    iat: now,
    iss: `https://${FRONTEND_API}`,
    nbf: now - 10,
    sid: 'sess_2ada',
    sts: 'active',
    sub: 'user_ada',
    v: 2,
    ...claims,
  }
  const content = `${encode(header)}.${encode(body)}`
  return `${content}.${createSign('RSA-SHA256').update(content).sign(key, 'base64url')}`
}
