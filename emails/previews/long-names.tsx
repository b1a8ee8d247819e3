import { Sample, type SampleProps } from '../_preview/sample.tsx'

const NAME = 'Wolfeschlegelsteinhausenbergerdorff von und zu Regenstauf-Unterbergen'
const COMPANY = 'Donaudampfschifffahrtsgesellschaft für Fracht und Personenverkehr'

/** Any email with the longest possible names. Change `slug` and `locale` in the props. */
export default function LongNames(props: SampleProps) {
  return (
    <Sample
      {...props}
      change={(variables) => ({
        ...variables,
        first_name: NAME,
        greeting_name: NAME,
        inviter_name: NAME,
        passkey_name: NAME,
        org: { name: COMPANY },
        location: 'Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch, Wales, GB',
      })}
    />
  )
}

LongNames.PreviewProps = { slug: 'organization_invitation', locale: 'de' } satisfies SampleProps
