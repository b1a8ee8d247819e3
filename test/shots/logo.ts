/** A dark logo with nothing behind it, as many are. */
export const LOGO = `<svg xmlns="http://www.w3.org/2000/svg" width="160" height="40">
  <rect width="40" height="40" rx="10" fill="#16181d"/>
  <text x="52" y="29" font-family="sans-serif" font-size="26" font-weight="700" fill="#16181d">Acme</text>
</svg>`
