import type { OwnProps } from 'bellhop'

export default function Welcome({ brand, locale }: OwnProps) {
  return (
    <html lang={locale}>
      <body>
        <h1>Good to see you at {brand.appName}</h1>
        <p>Reply to this email if you have a question.</p>
      </body>
    </html>
  )
}

export const subject = ({ brand }: OwnProps) => `Good to see you at ${brand.appName}`
