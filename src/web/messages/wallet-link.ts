import type { CardLanguage } from './card.ts'

/** What the page says that a wallet link opens. */
export interface WalletLinkText {
  readonly title: string
  /** Before the button is pressed: what it will do. */
  readonly explanation: string
  readonly button: string
  readonly done: string
  /** The link opens nothing: used, replaced, too old, or not copied whole. */
  readonly refused: string
  /** No answer came. */
  readonly unknown: string
}

export const WALLET_LINK_TEXTS: Readonly<Record<CardLanguage, WalletLinkText>> = {
  it: {
    title: 'I tuoi buoni',
    explanation: 'Premi il pulsante sul telefono che vuoi usare. Il link funziona una volta sola.',
    button: 'Apri su questo telefono',
    done: 'Fatto. Questo telefono mostra i tuoi buoni.',
    refused: 'Questo link non apre più nulla. Chiedine uno nuovo al tuo punto di contatto.',
    unknown: 'Nessuna risposta. Controlla la rete e premi di nuovo.',
  },
  en: {
    title: 'Your vouchers',
    explanation: 'Press the button on the phone that you want to use. The link works only once.',
    button: 'Open on this phone',
    done: 'Done. This phone shows your vouchers.',
    refused: 'This link opens nothing any more. Ask your contact point for a new one.',
    unknown: 'No answer. Check the network and press again.',
  },
  fr: {
    title: 'Vos bons',
    explanation:
      'Appuyez sur le bouton avec le téléphone que vous voulez utiliser. Le lien ne fonctionne qu’une fois.',
    button: 'Ouvrir sur ce téléphone',
    done: 'C’est fait. Ce téléphone montre vos bons.',
    refused: 'Ce lien n’ouvre plus rien. Demandez-en un nouveau à votre point de contact.',
    unknown: 'Pas de réponse. Vérifiez le réseau et appuyez de nouveau.',
  },
  ar: {
    title: 'قسائمك',
    explanation: 'اضغط على الزر من الهاتف الذي تريد استخدامه. يعمل الرابط مرة واحدة فقط.',
    button: 'افتح على هذا الهاتف',
    done: 'تم. هذا الهاتف يعرض قسائمك.',
    refused: 'هذا الرابط لم يعد صالحًا. اطلب رابطًا جديدًا من نقطة الاتصال الخاصة بك.',
    unknown: 'لا توجد استجابة. تحقق من الشبكة واضغط مرة أخرى.',
  },
  ur: {
    title: 'آپ کے واؤچر',
    explanation: 'جو فون استعمال کرنا ہے اسی پر بٹن دبائیں۔ یہ لنک صرف ایک بار کام کرتا ہے۔',
    button: 'اس فون پر کھولیں',
    done: 'ہو گیا۔ یہ فون آپ کے واؤچر دکھاتا ہے۔',
    refused: 'یہ لنک اب کام نہیں کرتا۔ اپنے رابطہ مرکز سے نیا لنک مانگیں۔',
    unknown: 'کوئی جواب نہیں ملا۔ نیٹ ورک دیکھیں اور دوبارہ دبائیں۔',
  },
  fa: {
    title: 'کوپن‌های شما',
    explanation:
      'دکمه را روی تلفنی که می‌خواهید استفاده کنید بزنید. این پیوند فقط یک بار کار می‌کند.',
    button: 'باز کردن در این تلفن',
    done: 'انجام شد. این تلفن کوپن‌های شما را نشان می‌دهد.',
    refused: 'این پیوند دیگر کار نمی‌کند. از مرکز تماس خود پیوند تازه بخواهید.',
    unknown: 'پاسخی نیامد. شبکه را بررسی کنید و دوباره بزنید.',
  },
  ps: {
    title: 'ستاسو کوپنونه',
    explanation: 'په هغه تلیفون کې تڼۍ کېکاږئ چې کارول یې غواړئ. دا لینک یوازې یو ځل کار کوي.',
    button: 'په دې تلیفون کې پرانیزئ',
    done: 'وشو. دا تلیفون ستاسو کوپنونه ښيي.',
    refused: 'دا لینک نور کار نه کوي. له خپل د اړیکې مرکز څخه نوی لینک وغواړئ.',
    unknown: 'ځواب رانغی. شبکه وګورئ او بیا یې کېکاږئ.',
  },
  bn: {
    title: 'আপনার ভাউচার',
    explanation: 'যে ফোন ব্যবহার করতে চান সেটিতে বোতাম চাপুন। লিংকটি শুধু একবার কাজ করে।',
    button: 'এই ফোনে খুলুন',
    done: 'হয়ে গেছে। এই ফোন আপনার ভাউচার দেখায়।',
    refused: 'এই লিংক আর কাজ করে না। আপনার যোগাযোগ কেন্দ্রে নতুন লিংক চান।',
    unknown: 'কোনো উত্তর আসেনি। নেটওয়ার্ক দেখে আবার চাপুন।',
  },
  uk: {
    title: 'Ваші ваучери',
    explanation:
      'Натисніть кнопку на телефоні, яким хочете користуватися. Посилання діє лише один раз.',
    button: 'Відкрити на цьому телефоні',
    done: 'Готово. Цей телефон показує ваші ваучери.',
    refused: 'Це посилання більше нічого не відкриває. Попросіть нове у своєму контактному пункті.',
    unknown: 'Немає відповіді. Перевірте мережу й натисніть ще раз.',
  },
}
