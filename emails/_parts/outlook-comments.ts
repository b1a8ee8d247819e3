/** The width of the card. */
export const WIDTH = 520

// React writes no comments, so elements with these names stand where Outlook's comments belong.
export const TABLE = 'outlook-table'
export const SETTINGS = 'outlook-settings'

const OPEN = `<!--[if mso]><table role="presentation" align="center" border="0" cellpadding="0" cellspacing="0" width="${WIDTH}"><tr><td><![endif]-->`
const CLOSE = '<!--[if mso]></td></tr></table><![endif]-->'
const OFFICE =
  '<!--[if mso]><xml><o:OfficeDocumentSettings><o:AllowPNG/><o:PixelsPerInch>96</o:PixelsPerInch></o:OfficeDocumentSettings></xml><![endif]-->'

/** The document with Outlook's comments in the place of those elements. */
export function withOutlookComments(html: string): string {
  return html
    .replaceAll(`<${TABLE}>`, OPEN)
    .replaceAll(`</${TABLE}>`, CLOSE)
    .replaceAll(`<${SETTINGS}></${SETTINGS}>`, OFFICE)
}
