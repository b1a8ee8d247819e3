import type { CSSProperties } from 'react'
import { Img, Text } from 'react-email'
import type { Brand } from './common.ts'
import { CARD, INK } from './theme.ts'

/** The logo of the app, or its name. */
export function Masthead({ brand }: { readonly brand: Brand }) {
  const { logo, logoDark, logoWidth, logoHeight, appName } = brand
  const size = { width: logoWidth, height: logoHeight }
  if (!logo) return appName ? <Name>{appName}</Name> : null
  if (!logoDark) return <Picture src={logo} alt={appName} size={size} className="ink on-plate" />
  return (
    <>
      <Picture src={logo} alt={appName} size={size} className="ink in-light" />
      {/* Hidden from Outlook on Windows as well, which has no dark version of it. */}
      <div className="in-dark" style={HIDDEN}>
        <Picture src={logoDark} alt={appName} size={size} className="ink" />
      </div>
    </>
  )
}

// `mso-hide` is Word's own.
const HIDDEN = {
  display: 'none',
  maxHeight: 0,
  msoHide: 'all',
  overflow: 'hidden',
} as CSSProperties

function Name({ children }: { readonly children: string }) {
  return (
    <Text
      className="ink"
      style={{
        color: INK,
        fontSize: 18,
        fontWeight: 700,
        lineHeight: '24px',
        margin: 0,
      }}
    >
      {children}
    </Text>
  )
}

interface PictureProps {
  readonly src: string
  readonly alt: string
  readonly className: string
  readonly size: Size
}

/** In pixels. The other side follows in proportion. */
interface Size {
  readonly width: number | undefined
  readonly height: number | undefined
}

// Outlook on Windows takes the height from the attribute, and the width in proportion.
function Picture({ size, ...props }: PictureProps) {
  const { width, height } = size
  const isSized = width !== undefined || height !== undefined
  return (
    <Img
      {...props}
      {...(isSized ? present(size) : { height: 36 })}
      style={{
        color: INK,
        display: 'block',
        fontSize: 18,
        fontWeight: 700,
        height: height ?? 'auto',
        ...(isSized ? {} : { maxHeight: 36 }),
        maxWidth: isSized ? '100%' : 220,
        width: width ?? 'auto',
      }}
    />
  )
}

function present({ width, height }: Size) {
  return { ...(width === undefined ? {} : { width }), ...(height === undefined ? {} : { height }) }
}

/** The logo of somebody else. */
export interface Emblem {
  readonly src: string
  readonly name: string
}

/** The logo of an organization, as a square above the heading. */
export function EmblemPicture({ src, name }: Emblem) {
  return (
    <Img
      src={src}
      alt={name}
      width={48}
      height={48}
      style={{
        // Many logos are dark, with nothing behind them.
        backgroundColor: CARD,
        borderRadius: 10,
        color: INK,
        display: 'block',
        fontSize: 12,
        height: 48,
        marginTop: 28,
        objectFit: 'contain',
        width: 48,
      }}
    />
  )
}
