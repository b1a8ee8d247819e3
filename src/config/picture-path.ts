import { extname } from 'node:path'

/** The types of pictures that all mail clients show, by the end of the name. */
export const PICTURE_TYPES: Readonly<Record<string, string>> = {
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.gif': 'image/gif',
}

/** What to do about a picture that is an SVG. */
export const NO_SVG = 'Gmail and Outlook show none: save it as a PNG'

/** Whether this may be the path of a picture in the project. */
export function isPicturePath(value: string): boolean {
  return !/^[a-z]+:/i.test(value) && extname(value).toLowerCase() in PICTURE_TYPES
}

/** Whether a path or an address names an SVG. */
export function isSvgPath(value: string): boolean {
  const path = URL.canParse(value) ? new URL(value).pathname : value
  return extname(path).toLowerCase() === '.svg'
}
