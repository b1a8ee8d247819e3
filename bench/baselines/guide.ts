// What the public guides show: verify, send, answer. A failure is answered with 500, and Svix tries
// again.
import express from 'express'
import { Resend } from 'resend'
import { verificationCode, verify } from './email.tsx'

const resend = new Resend(process.env.RESEND_API_KEY)
const app = express()

app.get('/readyz', (_, res) => void res.send('ok'))

app.post('/api/webhooks/clerk', express.raw({ type: 'application/json' }), async (req, res) => {
  try {
    const event = await verify(req)
    if (event.type === 'email.created') {
      const { to_email_address, data } = event.data
      const { error } = await resend.emails.send(
        verificationCode(to_email_address ?? '', String(data?.otp_code)),
      )
      if (error) throw new Error(error.message)
    }
    res.send('sent')
  } catch {
    res.status(500).send('failed')
  }
})

app.listen(Number(process.env.PORT), '127.0.0.1')
