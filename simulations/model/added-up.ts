/** Parts added up from the first: what `discrete` draws from. */
export function addedUp(parts: ArrayLike<number>): Float64Array {
  let sum = 0
  return Float64Array.from(parts, (part) => {
    sum += part
    return sum
  })
}
