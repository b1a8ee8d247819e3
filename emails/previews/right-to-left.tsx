import { Sample, type SampleProps } from '../_preview/sample.tsx'

/** Any email in Arabic or Hebrew, with names in both directions. Change `slug` and `locale` in the props. */
export default function RightToLeft(props: SampleProps) {
  return <Sample {...props} />
}

RightToLeft.PreviewProps = {
  slug: 'organization_invitation',
  locale: 'ar',
} satisfies SampleProps
