import type { Language } from '../../chart/language.ts'
import { CIRCULATION_TEXTS } from './circulation.ts'
import { COMMUNITY_GUARANTEE_TEXTS } from './community-guarantee.ts'
import { GUARANTEE_FUND_TEXTS } from './guarantee-fund.ts'
import { INSURANCE_TEXTS } from './insurance.ts'
import { MICROCREDIT_TEXTS } from './microcredit.ts'
import type { ModelTexts } from './model-texts.ts'
import { PORTFOLIO_GUARANTEE_TEXTS } from './portfolio-guarantee.ts'
import { RENT_GUARANTEE_TEXTS } from './rent-guarantee.ts'
import { SCENARIO_ITALIAN } from './scenario.ts'
import { SPONSORSHIP_TEXTS } from './sponsorship.ts'

/** The texts of each model, by its name. */
const MODEL_TEXTS: Readonly<Record<string, ModelTexts>> = {
  'guarantee-fund': GUARANTEE_FUND_TEXTS,
  'portfolio-guarantee': PORTFOLIO_GUARANTEE_TEXTS,
  'community-guarantee': COMMUNITY_GUARANTEE_TEXTS,
  'rent-guarantee': RENT_GUARANTEE_TEXTS,
  sponsorship: SPONSORSHIP_TEXTS,
  insurance: INSURANCE_TEXTS,
  microcredit: MICROCREDIT_TEXTS,
  circulation: CIRCULATION_TEXTS,
}

/** What reports say of a model; nothing where nobody wrote it. */
export function modelTexts(model: string): ModelTexts | undefined {
  return MODEL_TEXTS[model]
}

/** A sentence of a model in a language; its own English where there is no other. */
export function labelOf(sentence: string, model: string, language: Language): string {
  if (language === 'en') return sentence
  return MODEL_TEXTS[model]?.italian[sentence] ?? SCENARIO_ITALIAN[sentence] ?? sentence
}
