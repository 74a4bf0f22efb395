/*
 * Names as they are heard. The same name is written in many ways when it comes from another script, and whoever looks
 * for Yusuf has to find Youssef. What is left of a name here is a first sift: the person at the desk sees who it is.
 */

/** Letters that are no Latin letter with a mark on it, as they are written in Latin. */
const LETTERS: Readonly<Record<string, string>> = {
  ...{ ß: 'ss', ø: 'o', ł: 'l', đ: 'd', ð: 'd', þ: 'th', æ: 'ae', œ: 'oe', ı: 'i', ə: 'a', ŋ: 'n' },
  ...{ а: 'a', б: 'b', в: 'v', г: 'h', ґ: 'g', д: 'd', е: 'e', є: 'ie', ж: 'zh', з: 'z', и: 'y' },
  ...{ і: 'i', ї: 'i', й: 'i', к: 'k', л: 'l', м: 'm', н: 'n', о: 'o', п: 'p', р: 'r', с: 's' },
  ...{ т: 't', у: 'u', ф: 'f', х: 'kh', ц: 'ts', ч: 'ch', ш: 'sh', щ: 'sh', ы: 'y', э: 'e' },
  ...{ ю: 'iu', я: 'ia', ь: '', ъ: '', ё: 'io' },
  ...{ ا: 'a', أ: 'a', إ: 'i', آ: 'a', ب: 'b', پ: 'p', ت: 't', ث: 'th', ج: 'j', چ: 'ch', ح: 'h' },
  ...{ خ: 'kh', د: 'd', ذ: 'dh', ر: 'r', ز: 'z', ژ: 'zh', س: 's', ش: 'sh', ص: 's', ض: 'd' },
  ...{ ط: 't', ظ: 'z', ع: 'a', غ: 'gh', ف: 'f', ق: 'q', ك: 'k', ک: 'k', گ: 'g', ل: 'l', م: 'm' },
  ...{ ن: 'n', ه: 'h', ة: 'h', و: 'u', ؤ: 'u', ي: 'i', ی: 'i', ى: 'a', ئ: 'i', ء: '' },
}

/** Pairs of letters that stand for one sound, longest first. */
const SOUNDS: readonly (readonly [RegExp, string])[] = [
  [/sch|sh|ch/g, 's'],
  [/dj|dg/g, 'j'],
  [/kh/g, 'h'],
  [/gh/g, 'g'],
  [/th/g, 't'],
  [/dh/g, 'd'],
  [/zh/g, 's'],
  [/ph/g, 'f'],
  [/ck|[cq]/g, 'k'],
  [/z/g, 's'],
  [/x/g, 'ks'],
]

/**
 * The words of a name as they are heard, each once.
 *
 * @example heardWords('Mohammed Traoré') // ['mhmd', 'trr']
 * @example heardWords('محمد') // ['mhmd']
 */
export function heardWords(name: string): readonly string[] {
  const words = latin(name).split(/[^a-z]+/)
  return [...new Set(words.map(heard).filter((word) => word !== ''))]
}

function latin(name: string): string {
  const plain = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replace(/['’ʼ`]/g, '')
  return [...plain].map((letter) => LETTERS[letter] ?? letter).join('')
}

/**
 * The consonants, one sign for a vowel at the beginning; doubled letters once, no `h` at the end. What begins
 * like `ya` or `wa` begins with a consonant, also where it is written `ia` or `oua`.
 */
function heard(word: string): string {
  const sounds = SOUNDS.reduce((text, [pattern, sound]) => text.replace(pattern, sound), word)
    .replace(/^[iy](?=[aeou])/, 'Y')
    .replace(/^(ou|[uw])(?=[aei])/, 'W')
    .replace(/^[aeiouyw]/, 'A')
  const skeleton = sounds
    .replace(/[aeiouyw]/g, '')
    .toLowerCase()
    .replace(/(.)\1+/g, '$1')
  return skeleton.length > 1 ? skeleton.replace(/h$/, '') : skeleton
}
