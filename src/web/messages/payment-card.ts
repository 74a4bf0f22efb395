import type { CardLanguage } from './card.ts'

/** What a card that pays says to the person who carries it. Directions and names of languages are those of the cards. */
export interface PaymentCardText {
  /** What the thing is. */
  readonly title: string
  /** What to do with it: one line. */
  readonly use: string
  /** How it is kept: one line. */
  readonly keep: string
}

export const PAYMENT_CARD_TEXTS: Readonly<Record<CardLanguage, PaymentCardText>> = {
  it: {
    title: 'Carta per pagare',
    use: 'Mostrala alla cassa e digita il tuo PIN.',
    keep: 'Non dire il PIN a nessuno. Se la perdi, avvisa il tuo punto di contatto.',
  },
  en: {
    title: 'Card to pay with',
    use: 'Show it at the till and type your PIN.',
    keep: 'Tell nobody your PIN. If you lose the card, tell your contact point.',
  },
  fr: {
    title: 'Carte de paiement',
    use: 'Montrez-la à la caisse et tapez votre code PIN.',
    keep: 'Ne dites votre PIN à personne. En cas de perte, prévenez votre point de contact.',
  },
  ar: {
    title: 'بطاقة للدفع',
    use: 'أظهرها عند الدفع واكتب رقمك السري.',
    keep: 'لا تخبر أحدًا برقمك السري. إذا فقدت البطاقة، فأخبر نقطة الاتصال.',
  },
  ur: {
    title: 'ادائیگی کا کارڈ',
    use: 'اسے کاؤنٹر پر دکھائیں اور اپنا پن لکھیں۔',
    keep: 'اپنا پن کسی کو نہ بتائیں۔ کارڈ گم ہو جائے تو رابطہ مرکز کو بتائیں۔',
  },
  fa: {
    title: 'کارت پرداخت',
    use: 'آن را هنگام پرداخت نشان دهید و رمز خود را وارد کنید.',
    keep: 'رمز را به کسی نگویید. اگر کارت گم شد، به مرکز تماس خبر دهید.',
  },
  ps: {
    title: 'د پیسو ورکولو کارت',
    use: 'د پیسو ورکولو پر مهال یې وښایئ او خپل پټ نمبر ولیکئ.',
    keep: 'پټ نمبر مه چا ته وایئ. که کارت ورک شي، د اړیکې مرکز ته خبر ورکړئ.',
  },
  bn: {
    title: 'পরিশোধের কার্ড',
    use: 'কাউন্টারে এটি দেখান এবং আপনার পিন লিখুন।',
    keep: 'পিন কাউকে বলবেন না। কার্ড হারালে যোগাযোগ কেন্দ্রে জানান।',
  },
  uk: {
    title: 'Картка для оплати',
    use: 'Покажіть її на касі та введіть свій PIN.',
    keep: 'Нікому не кажіть PIN. Якщо загубите картку, повідомте контактний пункт.',
  },
}
