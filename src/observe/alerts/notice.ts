import { type AlertData, alertType, type Urgency } from './alert-types.ts'

/** What a listener is told about an alert. */
export interface Occasion {
  readonly id: string
  readonly type: string
  readonly at: Date
  readonly data: AlertData
  /** `raised`: there is a problem. `ended`: the problem of this id is over. `news`: nothing has to end. */
  readonly kind: 'raised' | 'ended' | 'news'
}

/** What an alert tells, before it has the format of a target. */
export interface Notice extends Occasion {
  readonly urgency: Urgency
  readonly sentence: string
  readonly figure: { readonly label: string; readonly value: string } | null
  /** Null without a public address. */
  readonly link: string | null
}

/** Writes what an alert tells; the link begins with `publicUrl`. */
export function writeNotice(
  { id, type, at, data, kind }: Occasion,
  publicUrl: string | undefined,
): Notice {
  const { urgency, sentence, figure, page } = alertType(type)
  const [label, value] = figure?.(data, at) ?? []
  return {
    id,
    type,
    at,
    data,
    kind,
    urgency,
    sentence: sentence(data),
    figure: label && value ? { label, value } : null,
    link: publicUrl ? `${publicUrl}${page(data)}` : null,
  }
}
