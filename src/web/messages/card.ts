/** The languages of printed cards and of the page that a card's code opens. BCP 47. */
export const CARD_LANGUAGES = ['it', 'en', 'fr', 'ar', 'ur', 'fa', 'ps', 'bn', 'uk'] as const
export type CardLanguage = (typeof CARD_LANGUAGES)[number]

export interface CardText {
  /** The language's own name. */
  readonly name: string
  readonly direction: 'ltr' | 'rtl'
  /** What the thing is. */
  readonly title: string
  /** What to do with it: one line on the card, a paragraph on the page. */
  readonly use: string
  /** Whom to ask. */
  readonly ask: string
  /** Before the last day. */
  readonly until: string
}

/** What a card says to the person who carries it. `fa` is written so that readers of Dari understand it. */
export const CARD_TEXTS: Readonly<Record<CardLanguage, CardText>> = {
  it: {
    name: 'Italiano',
    direction: 'ltr',
    title: 'Buono di solidarietà',
    use: 'Mostralo in un negozio del programma prima di pagare.',
    ask: 'Per ogni domanda chiedi al tuo punto di contatto.',
    until: 'Valido fino al',
  },
  en: {
    name: 'English',
    direction: 'ltr',
    title: 'Solidarity voucher',
    use: 'Show it at a partner shop before you pay.',
    ask: 'If you have a question, ask your contact point.',
    until: 'good until',
  },
  fr: {
    name: 'Français',
    direction: 'ltr',
    title: 'Bon de solidarité',
    use: 'Montrez-le dans un magasin partenaire avant de payer.',
    ask: 'Pour toute question, adressez-vous à votre point de contact.',
    until: 'Valable jusqu’au',
  },
  ar: {
    name: 'العربية',
    direction: 'rtl',
    title: 'قسيمة تضامن',
    use: 'أظهرها في متجر شريك قبل الدفع.',
    ask: 'إذا كان لديك سؤال، فاسأل نقطة الاتصال الخاصة بك.',
    until: 'صالحة حتى',
  },
  ur: {
    name: 'اردو',
    direction: 'rtl',
    title: 'یکجہتی واؤچر',
    use: 'ادائیگی سے پہلے اسے شریک دکان پر دکھائیں۔',
    ask: 'کوئی سوال ہو تو اپنے رابطہ مرکز سے پوچھیں۔',
    until: 'آخری تاریخ',
  },
  fa: {
    name: 'فارسی / دری',
    direction: 'rtl',
    title: 'کوپن همبستگی',
    use: 'پیش از پرداخت، آن را در فروشگاه همکار نشان دهید.',
    ask: 'اگر سؤالی دارید، از مرکز تماس خود بپرسید.',
    until: 'معتبر تا',
  },
  ps: {
    name: 'پښتو',
    direction: 'rtl',
    title: 'د پیوستون کوپن',
    use: 'له پیسو ورکولو مخکې یې په شریک پلورنځي کې وښایئ.',
    ask: 'که پوښتنه لرئ، له خپل د اړیکې مرکز څخه وپوښتئ.',
    until: 'د اعتبار وروستۍ نېټه',
  },
  bn: {
    name: 'বাংলা',
    direction: 'ltr',
    title: 'সংহতি ভাউচার',
    use: 'টাকা দেওয়ার আগে অংশীদার দোকানে এটি দেখান।',
    ask: 'কোনো প্রশ্ন থাকলে আপনার যোগাযোগ কেন্দ্রে জিজ্ঞাসা করুন।',
    until: 'শেষ তারিখ',
  },
  uk: {
    name: 'Українська',
    direction: 'ltr',
    title: 'Ваучер солідарності',
    use: 'Покажіть його в магазині-партнері перед оплатою.',
    ask: 'Якщо у вас є запитання, зверніться до свого контактного пункту.',
    until: 'Дійсний до',
  },
}

/**
 * The card language that a BCP 47 tag asks for; Dari (`prs`, `fa-AF`) is answered in `fa`.
 *
 * @returns the language, or `undefined` where there are no texts in it
 * @example findCardLanguage('fr-SN') // 'fr'
 */
export function findCardLanguage(tag: string): CardLanguage | undefined {
  const primary = tag.trim().toLowerCase().split('-')[0]
  if (primary === 'prs') return 'fa'
  return CARD_LANGUAGES.find((language) => language === primary)
}
