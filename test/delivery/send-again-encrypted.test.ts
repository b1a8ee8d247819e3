import { randomBytes } from 'node:crypto'
import { v7 } from 'uuid'
import { expect, it } from 'vitest'
import { createSendAgain } from '../../src/delivery/send-again.ts'
import { encryptJson } from '../../src/domain/content-cipher.ts'
import { createContentCipher } from '../../src/runtime/encryption.ts'
import { createTestDatabase, ENGINES } from '../support/engines.ts'
import { addFailed, CONTENT } from '../support/ledger-rows.ts'

const key = () => randomBytes(32).toString('base64')

it.each(ENGINES)(
  'a message whose encryption key is missing is not sent again, on %s',
  async (engine) => {
    await using home = await createTestDatabase(engine)
    const database = await home.open()
    const { db } = database
    const older = key()
    const sendAgainWith = (...keys: string[]) =>
      createSendAgain({
        db,
        enqueue: async () => {},
        now: () => new Date(),
        newId: v7,
        cipher: createContentCipher(keys),
      })
    const known = await addFailed(db, {
      content: encryptJson(createContentCipher([older]), CONTENT),
    })
    const gone = await addFailed(db, {
      content: encryptJson(createContentCipher([key()]), CONTENT),
    })
    const since = new Date(Date.now() - 60_000)

    const sendAgain = sendAgainWith(key(), older)
    expect(await sendAgain.whyNot(gone)).toBe('no_key')
    expect(await sendAgain.one(gone, 'token')).toEqual({ kind: 'refused', reason: 'no_key' })
    expect(await sendAgainWith().previewFailedSince({ since })).toEqual({
      resent: 0,
      left: 0,
      refused: { no_key: 2 },
    })
    const result = { resent: 1, left: 0, refused: { no_key: 1 } }
    expect(await sendAgain.previewFailedSince({ since })).toEqual(result)
    expect(await sendAgain.failedSince({ since }, 'token')).toEqual(result)
    expect(await sendAgain.whyNot(known)).toBe('resent')
    await database.close()
  },
)
