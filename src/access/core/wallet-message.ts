/** The languages in which a wallet link is sent: those of the cards. BCP 47. */
export const WALLET_LANGUAGES = ['it', 'en', 'fr', 'ar', 'ur', 'fa', 'ps', 'bn', 'uk'] as const
export type WalletLanguage = (typeof WALLET_LANGUAGES)[number]

/**
 * The language in which somebody is written to.
 *
 * @param tag their own, BCP 47; who speaks none of these is written to in English
 * @example walletLanguageOf('fr-SN') // 'fr'
 */
export function walletLanguageOf(tag: string): WalletLanguage {
  const [first = ''] = tag.toLowerCase().split('-')
  // Dari is written as Persian is, and understood so.
  const primary = first === 'prs' ? 'fa' : first
  return WALLET_LANGUAGES.find((one) => one === primary) ?? 'en'
}

/** What a message with a wallet link says before the link, and after it. `{hours}`: so long it can be opened. */
interface LinkText {
  readonly before: string
  readonly after: string
}

const TEXTS: Readonly<Record<WalletLanguage, LinkText>> = {
  it: {
    before: 'Apri i tuoi buoni su questo telefono:',
    after: 'Il link funziona una volta sola, entro {hours} h. Non mandarlo a nessuno.',
  },
  en: {
    before: 'Open your vouchers on this phone:',
    after: 'The link works only once, within {hours} h. Do not send it to anyone.',
  },
  fr: {
    before: 'Ouvrez vos bons sur ce téléphone :',
    after: 'Le lien ne fonctionne qu’une fois, dans les {hours} h. Ne l’envoyez à personne.',
  },
  ar: {
    before: 'افتح قسائمك على هذا الهاتف:',
    after: 'يعمل الرابط مرة واحدة فقط، خلال {hours} ساعة. لا ترسله إلى أي شخص.',
  },
  ur: {
    before: 'اپنے واؤچر اس فون پر کھولیں:',
    after: 'یہ لنک صرف ایک بار، {hours} گھنٹوں کے اندر کام کرتا ہے۔ اسے کسی کو نہ بھیجیں۔',
  },
  fa: {
    before: 'کوپن‌های خود را در این تلفن باز کنید:',
    after: 'این پیوند فقط یک بار و تا {hours} ساعت کار می‌کند. آن را برای کسی نفرستید.',
  },
  ps: {
    before: 'خپل کوپنونه په دې تلیفون کې پرانیزئ:',
    after: 'دا لینک یوازې یو ځل، تر {hours} ساعتونو پورې کار کوي. بل چا ته یې مه لېږئ.',
  },
  bn: {
    before: 'এই ফোনে আপনার ভাউচার খুলুন:',
    after: 'লিংকটি শুধু একবার, {hours} ঘণ্টার মধ্যে কাজ করে। এটি কাউকে পাঠাবেন না।',
  },
  uk: {
    before: 'Відкрийте свої ваучери на цьому телефоні:',
    after: 'Посилання діє лише один раз, протягом {hours} год. Нікому його не надсилайте.',
  },
}

/**
 * What an operator sends to a person with a wallet link. The link has a line of its own, so that it stays whole where
 * the text runs from right to left.
 */
export function walletMessage(language: WalletLanguage, url: string, hours: number): string {
  const { before, after } = TEXTS[language]
  return `${before}\n${url}\n${after.replace('{hours}', String(hours))}`
}

/** Ways to send a message from the operator's own phone. */
export interface MessageLinks {
  /** Opens the phone's short messages. Source: RFC 5724. */
  readonly sms: string
  /** Opens WhatsApp. */
  readonly whatsApp: string
}

/**
 * Addresses that open a written message to a number. The number goes into them and nowhere else.
 *
 * @param phone with its country: `+39…` or `0039…`, however it is spaced
 * @returns `undefined` where it is no number with a country
 * @example messageLinks('+39 333 123 4567', 'Ciao')?.whatsApp // 'https://wa.me/393331234567?text=Ciao'
 */
export function messageLinks(phone: string, text: string): MessageLinks | undefined {
  const digits = /^(?:\+|00)([1-9][0-9]{6,14})$/.exec(phone.replace(/[\s()./-]/g, ''))?.[1]
  if (digits === undefined) return undefined
  const body = encodeURIComponent(text)
  return { sms: `sms:+${digits}?body=${body}`, whatsApp: `https://wa.me/${digits}?text=${body}` }
}
