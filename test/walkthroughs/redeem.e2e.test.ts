import { describe, expect, test } from 'vitest'
import { walk } from './page.ts'

const PAGE = 'docs/walkthroughs/redeem.md'

describe(`the steps of ${PAGE}`, () => {
  const bindings = walk(PAGE)

  test('leave exactly one voucher, spent, of what the page names', () => {
    expect(bindings().get('owed')).toBe('6000')
    expect(bindings().get('card')).toMatch(/^HTTP:\/\/LOCALHOST:\d+\/C\/[0-9A-Z]{125}$/)
    const ids = ['voucher', 'first redemption', 'second redemption', 'third redemption']
    expect(new Set(ids.map((name) => bindings().get(name))).size).toBe(4)
  })
})
