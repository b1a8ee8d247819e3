import { z } from 'zod'

const address = z.string().min(3)
const addresses = z.union([address, z.array(address).min(1).max(50)])
const tagPart = z.string().regex(/^[A-Za-z0-9_-]{1,256}$/)

const email = z
  .object({
    from: z.string().regex(/^[^<>]*<[^\s<>@]+@[^\s<>@]+>$|^[^\s<>@]+@[^\s<>@]+$/),
    to: addresses,
    subject: z.string(),
    html: z.string().optional(),
    text: z.string().optional(),
    reply_to: addresses.optional(),
    bcc: addresses.optional(),
    headers: z.record(z.string(), z.string()).optional(),
    tags: z.array(z.object({ name: tagPart, value: tagPart })).optional(),
  })
  .refine((body) => body.html !== undefined || body.text !== undefined, { path: ['html'] })

/** One email of a request, with the field names of the wire. */
export type WireEmail = z.infer<typeof email>

export interface EmailFault {
  readonly name: 'missing_required_field' | 'validation_error'
  readonly message: string
}

/** The email in `value`, or what Resend has against it; `refuses` decides about each address. */
export function checkEmail(
  value: unknown,
  refuses: (address: string) => boolean,
): { readonly email: WireEmail } | { readonly fault: EmailFault } {
  const parsed = email.safeParse(value)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    const field = String(issue?.path[0] ?? 'body')
    const missing = !(value && typeof value === 'object' && field in value)
    return missing
      ? { fault: { name: 'missing_required_field', message: `Missing \`${field}\` field.` } }
      : { fault: { name: 'validation_error', message: `Invalid \`${field}\` field.` } }
  }
  const refused = [parsed.data.to].flat().find(refuses)
  if (refused !== undefined) {
    return { fault: { name: 'validation_error', message: `Invalid \`to\` field: ${refused}` } }
  }
  return { email: parsed.data }
}

/** As Resend does: what is no address, and the domains that are known to swallow mail. */
export function refusesAsResend(to: string): boolean {
  return !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(to) || /@(example|test)\.com$/i.test(to)
}
