import { SMTP_LOGIN } from './smtp-server.ts'

/** An `SMTP_URL` to a server on this machine, with user and password. */
export function smtpUrlTo(port: number, parameters = ''): string {
  const [user, password] = [SMTP_LOGIN.user, SMTP_LOGIN.password].map(encodeURIComponent)
  return `smtp://${user}:${password}@127.0.0.1:${port}${parameters}`
}
