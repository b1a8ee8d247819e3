import { extname } from 'node:path'

/** The types of pictures that all mail clients show, by the end of the name. */
export const PICTURE_TYPES: Readonly<Record<string, string>> = {
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.gif': 'image/gif',
}

/** Whether this may be the path of a picture in the project. */
export function isPicturePath(value: string): boolean {
  return !/^[a-z]+:/i.test(value) && extname(value).toLowerCase() in PICTURE_TYPES
}
