/** A row of complex numbers. */
export interface Complex {
  readonly real: Float64Array
  readonly imaginary: Float64Array
}

/**
 * The fast Fourier transform in place, of a length that is a power of two.
 * Source: Cooley and Tukey, Math. Comp. 19 (1965).
 *
 * @param sign -1 for the transform; 1 for the inverse, which is not divided by the length
 */
export function transform({ real, imaginary }: Complex, sign: -1 | 1): void {
  const size = real.length
  reorder(real)
  reorder(imaginary)
  const [cosines, sines] = [new Float64Array(size / 2), new Float64Array(size / 2)]
  for (let half = 1; half < size; half *= 2) {
    for (let k = 0; k < half; k++) {
      // Each root is computed by itself: multiplied up, its rounding would add up.
      const angle = (sign * Math.PI * k) / half
      cosines[k] = Math.cos(angle)
      sines[k] = Math.sin(angle)
    }
    // Block by block, so that neighbours in memory are worked on together.
    for (let start = 0; start < size; start += 2 * half) {
      for (let k = 0; k < half; k++) {
        const i = start + k
        const j = i + half
        const cosine = cosines[k] ?? 0
        const sine = sines[k] ?? 0
        const re = (real[j] ?? 0) * cosine - (imaginary[j] ?? 0) * sine
        const im = (real[j] ?? 0) * sine + (imaginary[j] ?? 0) * cosine
        real[j] = (real[i] ?? 0) - re
        imaginary[j] = (imaginary[i] ?? 0) - im
        real[i] = (real[i] ?? 0) + re
        imaginary[i] = (imaginary[i] ?? 0) + im
      }
    }
  }
}

/** Puts each element where its position, read backwards in bits, says. */
function reorder(values: Float64Array): void {
  const size = values.length
  for (let i = 1, j = 0; i < size; i++) {
    let bit = size >> 1
    for (; (j & bit) !== 0; bit >>= 1) j ^= bit
    j ^= bit
    if (i >= j) continue
    const held = values[i] ?? 0
    values[i] = values[j] ?? 0
    values[j] = held
  }
}
