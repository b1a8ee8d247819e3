import { Sample, type SampleProps } from '../_preview/sample.tsx'

const REQUIRED = ['otp_code', 'magic_link', 'action_url', 'clerk_text']

/** Any email with its required variables only. Change `slug` and `locale` in the props. */
export default function NothingOptional(props: SampleProps) {
  return (
    <Sample
      {...props}
      change={(variables) =>
        Object.fromEntries(Object.entries(variables).filter(([name]) => REQUIRED.includes(name)))
      }
    />
  )
}

NothingOptional.PreviewProps = { slug: 'new_device_sign_in', locale: 'en' } satisfies SampleProps
