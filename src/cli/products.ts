import { formatMinor } from '../kernel/money.ts'
import { PRODUCT_PRESETS } from '../vouchers/core/presets.ts'
import { print } from './terminal.ts'

/** Prints the products that schemes have, with the sources of their figures. */
export async function listPresets(): Promise<void> {
  for (const { key, name, unit, source, note, ...worth } of PRODUCT_PRESETS) {
    const amounts = worth.faceAmounts.map((amount) => formatMinor(amount, 'en')).join(', ')
    const further = worth.faceFurther === 0n ? '' : ` + ${formatMinor(worth.faceFurther, 'en')}`
    const limits = [worth.minAmount, worth.maxAmount].map((amount) => formatMinor(amount, 'en'))
    const value = worth.faceValue === 'free' ? limits.join(' to ') : `${amounts}${further}`
    print(`${key}\t${name}\t${value} ${unit}\t${source}${note === '' ? '' : ` (${note})`}`)
  }
}
