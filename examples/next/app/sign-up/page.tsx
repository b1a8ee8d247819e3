'use client'

import { useSignUp } from '@clerk/nextjs'
import { useRouter } from 'next/navigation'
import { type FormEvent, useState } from 'react'
import { hintLanguage } from './actions'

export default function SignUpPage() {
  const { signUp, errors, fetchStatus } = useSignUp()
  const router = useRouter()
  const [isCodeSent, setCodeSent] = useState(false)

  async function sendCode(form: FormData) {
    const emailAddress = String(form.get('email'))
    const locale = navigator.language
    await hintLanguage(emailAddress, locale)
    const { error } = await signUp.create({ emailAddress, locale })
    if (!error) setCodeSent(!(await signUp.verifications.sendEmailCode()).error)
  }

  async function verify(form: FormData) {
    const { error } = await signUp.verifications.verifyEmailCode({ code: String(form.get('code')) })
    if (error || signUp.status !== 'complete') return
    await signUp.finalize()
    router.push('/')
  }

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    void (isCodeSent ? verify(form) : sendCode(form))
  }

  const fault = errors.fields.emailAddress ?? errors.fields.code
  return (
    <main>
      <h1>Sign up</h1>
      <form onSubmit={submit}>
        {isCodeSent ? (
          <label>
            Code <input name="code" inputMode="numeric" autoComplete="one-time-code" required />
          </label>
        ) : (
          <label>
            Email address <input name="email" type="email" autoComplete="email" required />
          </label>
        )}
        <button type="submit" disabled={fetchStatus === 'fetching'}>
          Continue
        </button>
        {fault && <p role="alert">{fault.message}</p>}
        {/* Clerk's bot protection. */}
        <div id="clerk-captcha" />
      </form>
    </main>
  )
}
