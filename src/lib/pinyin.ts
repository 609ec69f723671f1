/** Pinyin for searching (惠民快餐 → `huiminkuaican`, `hmkc`). */
import { customPinyin, pinyin } from 'pinyin-pro';

// 荥 is xíng in Zhengzhou's place names; the dictionary's first reading is yíng
customPinyin({ 荥阳: 'xíng yáng', 古荥: 'gǔ xíng', 荥泽: 'xíng zé', 荥: 'xíng' });

export interface Pinyin {
  full: string;
  initials: string;
}

/**
 * Lower case, without tones and spaces (ü is `v`); Latin letters and digits stay, everything else goes.
 * @param kind `person` reads the first character as a surname (单 shàn)
 */
export function toPinyin(text: string, kind: 'name' | 'person' = 'name'): Pinyin {
  const parts = pinyin(text.normalize('NFKC'), {
    type: 'all',
    toneType: 'none',
    nonZh: 'consecutive',
    v: true,
    surname: kind === 'person' ? 'head' : 'off',
  }).map(({ isZh, pinyin: syllable, origin }) => {
    const letters = (isZh ? syllable : origin).toLowerCase().replace(/[^a-z0-9]/g, '');
    return { letters, initial: isZh ? letters.charAt(0) : letters };
  });
  return {
    full: parts.map(({ letters }) => letters).join(''),
    initials: parts.map(({ initial }) => initial).join(''),
  };
}
