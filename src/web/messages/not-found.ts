/** What is said at an address that leads nowhere, in Italian. The others have exactly these keys. */
export const notFoundIt = {
  title: 'Pagina non trovata',
  text: 'A questo indirizzo non c’è niente. Controlla che sia scritto bene, o ricomincia da qui.',
  desk: 'Vai al banco',
  home: 'Vai all’inizio',
}

/** The shape of a catalogue of addresses that lead nowhere. */
export type NotFoundTexts = typeof notFoundIt

export const notFoundEn: NotFoundTexts = {
  title: 'Page not found',
  text: 'There is nothing at this address. See that it is written correctly, or begin here.',
  desk: 'Go to the desk',
  home: 'Go to the start',
}

export const notFoundAr: NotFoundTexts = {
  title: 'الصفحة غير موجودة',
  text: 'لا يوجد شيء في هذا العنوان. تأكّد من كتابته بشكل صحيح، أو ابدأ من هنا.',
  desk: 'إلى المكتب',
  home: 'إلى البداية',
}
