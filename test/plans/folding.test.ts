import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { heardWords } from '../../src/plans/core/folding.ts'
import { parseLanguage } from '../../src/plans/core/language.ts'
import { plainPhone, termsOfQuery } from '../../src/plans/core/personal.ts'
import { propertySeed } from '../support/seed.ts'

describe('names as they are heard', () => {
  test.each([
    ['Mohamed', 'Muhammad', 'Mohammed', 'Muhamed', 'محمد'],
    ['Youssef', 'Yusuf', 'Yousef', 'Yousuf', 'يوسف'],
    ['Khadija', 'Hadidja', 'Khadidja'],
    ['Abdullah', 'Abdallah', 'Abdulla'],
    ['Rashid', 'Rachid', 'Raschid'],
    ['Ouattara', 'Wattara', 'Watara'],
    ['Omar', 'Oumar', 'Umar', 'عمر'],
    ['Ibrahim', 'Ebrahim', 'Ібрагім', 'إبراهيم'],
    ['Fatima', 'Fatimah', 'Fátima', 'فاطمة'],
    ['Oleksandr', 'Олександр'],
    ['Traoré', 'TRAORE', 'Traoré'.normalize('NFD')],
    ["N'Diaye", 'Ndiaye', 'N’Diaye'],
  ])('%s is found as it is written elsewhere', (name, ...others) => {
    for (const other of others) expect(heardWords(other)).toEqual(heardWords(name))
    expect(heardWords(name)).toHaveLength(1)
  })

  test.each([
    ['Mohamed', 'Mamadou'],
    ['Fatima', 'Fatou'],
    ['Ali', 'Omar'],
    ['Amina', 'Amadou'],
    ['Diallo', 'Barry'],
  ])('%s is not %s', (one, other) => {
    expect(heardWords(one)).not.toEqual(heardWords(other))
  })

  test('are words of few letters, whatever is written; the order of the words does not count', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme' }), { maxLength: 4 }), (words) => {
        const heard = heardWords(words.join(' '))
        for (const word of heard) expect(word).toMatch(/^[a-z]+$/)
        expect([...heardWords([...words].reverse().join(' '))].sort()).toEqual([...heard].sort())
      }),
      { seed: propertySeed('folding') },
    )
  })
})

test.each([
  ['+39 333 123 4567', '3331234567'],
  ['0039-333.123.4567', '3331234567'],
  ['333 1234567', '3331234567'],
  ['+251 911 22 33 44', '251911223344'],
  ['00251911223344', '251911223344'],
  // A number within Italy that happens to begin so.
  ['390 1234567', '3901234567'],
])('the number %s is %s', (phone, plain) => {
  expect(plainPhone(phone)).toBe(plain)
})

test('what is looked for has all its words, and none where none is left', () => {
  expect(termsOfQuery({ name: 'Al-Khatib Omar', documentNumber: 'ab 12-3' })).toEqual([
    { field: 'name', value: 'al' },
    { field: 'name', value: 'htb' },
    { field: 'name', value: 'amr' },
    { field: 'document', value: 'AB123' },
  ])
  expect(termsOfQuery({ name: '!? 12' })).toEqual([])
})

test.each([
  ['FR', 'fr'],
  ['pt-br', 'pt-BR'],
  ['i_am', undefined],
  ['toolongtag', undefined],
])('the language %s is %s', (text, tag) => {
  expect(parseLanguage(text)).toBe(tag)
})
