import { Sample, type SampleProps } from '../_preview/sample.tsx'

const drawn = (colour: string) =>
  `data:image/svg+xml,${encodeURIComponent(
    `<svg xmlns="http://www.w3.org/2000/svg" width="160" height="40"><rect width="40" height="40" rx="10" fill="${colour}"/><text x="52" y="29" font-family="sans-serif" font-size="26" font-weight="700" fill="${colour}">Acme</text></svg>`,
  )}`

/** Any email with everything that a brand may have. Change `slug` and `locale` in the props. */
export default function LogoAndFooter(props: SampleProps) {
  return (
    <Sample
      {...props}
      brand={{
        logo: drawn('#16181d'),
        logoDark: drawn('#ffffff'),
        accountUrl: 'https://app.acme.com/account',
        supportUrl: 'https://acme.com/help',
        address: 'Acme Inc.\n1 Main Street, Springfield',
        links: [
          { label: 'Privacy', url: 'https://acme.com/privacy' },
          { label: 'Terms', url: 'https://acme.com/terms' },
        ],
        footer: 'Registered in Delaware, no. 123456',
      }}
    />
  )
}

LogoAndFooter.PreviewProps = { slug: 'passkey_added', locale: 'en' } satisfies SampleProps
