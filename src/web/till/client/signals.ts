/** What a cashier should hear and feel without looking. */
export type Signal = 'good' | 'bad' | 'wait'

const TONES_HZ: Readonly<Record<Signal, readonly number[]>> = {
  good: [880, 1320],
  bad: [330, 220],
  wait: [550],
}
const BUZZES_MS: Readonly<Record<Signal, number[]>> = {
  good: [80],
  bad: [200, 100, 200],
  wait: [60, 60, 60],
}
const TONE_S = 0.14

let audio: AudioContext | undefined

/** Beeps and vibrates, where the device can and somebody has touched the page (browsers forbid it before). */
export function give(signal: Signal): void {
  if (navigator.userActivation?.hasBeenActive === false) return
  navigator.vibrate?.(BUZZES_MS[signal])
  audio ??= new AudioContext()
  const start = audio.currentTime
  TONES_HZ[signal].forEach((hertz, index) => {
    if (audio) beep(audio, hertz, start + index * TONE_S)
  })
}

function beep(context: AudioContext, hertz: number, at: number): void {
  const oscillator = context.createOscillator()
  const volume = context.createGain()
  oscillator.frequency.value = hertz
  volume.gain.setValueAtTime(0.2, at)
  volume.gain.exponentialRampToValueAtTime(0.001, at + TONE_S)
  oscillator.connect(volume).connect(context.destination)
  oscillator.start(at)
  oscillator.stop(at + TONE_S)
}
