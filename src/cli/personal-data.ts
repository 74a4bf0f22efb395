import { print, tell } from './terminal.ts'
import { withProgram } from './with-program.ts'

/** Seals all personal data under a new key, removes the keys before, and prints how many texts there were. */
export async function rotatePersonalData(): Promise<void> {
  await withProgram(async ({ services }) => {
    const count = await services.casework.rotatePersonalData({
      afterBatch: (done) => tell(`${done} texts sealed anew so far.`),
    })
    print(String(count))
    tell('All personal data is sealed under the newest key; those before are gone.')
  })
}
