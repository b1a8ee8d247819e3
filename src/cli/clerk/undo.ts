import type { TemplateName } from '../../clerk/templates-api.ts'
import { RECORD_FILE } from './delivery-desk.ts'

/** The command that gives a template back to Clerk, or all of them. */
export function giveBackCommand(template: TemplateName | null, record: string): string {
  const which = template ? `--channel ${template.channel} --slug ${template.slug}` : '--all'
  const file = record === RECORD_FILE ? '' : ` --record ${record}`
  return `bellhop clerk give-back ${which}${file}`
}
