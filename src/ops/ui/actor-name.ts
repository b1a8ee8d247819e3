const NAMES: Readonly<Record<string, string>> = {
  local: 'This machine',
  token: 'OPS_TOKEN',
  'viewer-token': 'OPS_VIEWER_TOKEN',
}

/** Who it was, for people: the setting of a token, or the Clerk user. */
export function actorName(actor: string): string {
  return NAMES[actor] ?? actor.replace(/^clerk:/, '')
}
