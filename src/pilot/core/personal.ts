import { quoted } from './problem.ts'
import { plainHeading } from './table.ts'

/** Parts of headings, plain, that announce personal data. */
const PARTS = [
  'name',
  'nome',
  'nominativo',
  'surname',
  'birth',
  'born',
  'nascita',
  'nato',
  'nata',
  'codicefiscale',
  'fiscal',
  'taxcode',
  'mail',
  'telefono',
  'phone',
  'cellulare',
  'mobile',
  'whatsapp',
  'address',
  'indirizzo',
  'residenza',
  'passport',
  'passaporto',
  'document',
  'permit',
  'permesso',
  'questura',
  'nationality',
  'nazionalita',
  'cittadinanza',
  'citizenship',
  'ethnic',
  'etnia',
  'relig',
  'health',
  'salute',
  'disab',
  'iban',
  'photo',
  'foto',
]

/** The same, where the heading is nothing else. */
const WHOLE = [
  'cf',
  'tel',
  'cell',
  'dob',
  'age',
  'eta',
  'sex',
  'sesso',
  'gender',
  'genere',
  'notes',
  'note',
]

/**
 * Tells why a heading may not stand in a pilot's file about people: a pilot knows them by codes alone, and what
 * is not in a folder cannot be lost with it.
 *
 * @returns the reason as a sentence, or `undefined` where the heading announces nothing personal
 */
export function refusePersonalHeading(heading: string): string | undefined {
  const plain = plainHeading(heading)
  if (!WHOLE.includes(plain) && !PARTS.some((part) => plain.includes(part))) return undefined
  return `${quoted(heading)} looks like personal data, which is never imported with a pilot: people stand in its files under a pseudonymous code alone. Take the column out; the contact point enters who they are.`
}
