import { describe, expect, it } from 'vitest';
import { byteDecoder } from '../../../src/domain/byte-decoder.js';
import type { SourceEncoding } from '../../../src/domain/dataset.js';
import { rankEncodings } from '../../../src/domain/encoding-choice.js';

const TEXTS = {
  ru: [
    'Правительство приняло новый закон о налогах',
    'Команда выиграла матч со счётом три два',
    'Учёные открыли новую планету, похожую на Землю',
  ],
  uk: [
    'Уряд ухвалив новий закон про податки',
    'Команда виграла матч із рахунком три два',
    'Їхні вчені відкрили нову планету',
  ],
  bg: ['Правителството прие нов закон за данъците', 'Отборът спечели мача с три на две'],
  fr: [
    'Le gouvernement a adopté une nouvelle loi',
    "L'équipe a gagné le match à Genève",
    'Très déçu, ça ne vaut pas le prix',
  ],
  de: ['Die Regierung beschließt höhere Steuern', 'Der Schüler läuft über die Brücke', 'Schöne Grüße aus München'],
  es: ['El niño comió una manzana en España', '¿Qué pasó en la reunión de mañana?', 'Según el médico está mejor'],
  pl: [
    'Rząd przyjął nową ustawę o podatkach',
    'Drużyna wygrała mecz trzy do dwóch',
    'Źle się czuję, łóżko było twarde',
  ],
  cs: ['Vláda schválila nový zákon o daních', 'Příliš žluťoučký kůň úpěl ďábelské ódy'],
  tr: ['Hükümet yeni vergi yasasını kabul etti', 'Öğrenciler şimdi okula gidiyor, ağaç büyük'],
  lt: ['Vyriausybė priėmė naują mokesčių įstatymą', 'Žmonės džiaugiasi šventėmis, ačiū'],
  el: ['Η κυβέρνηση ψήφισε νέο νόμο για τους φόρους', 'Πολύ καλή ταινία, τη συνιστώ'],
  he: ['הממשלה אישרה חוק חדש על מסים', 'סרט טוב מאוד, אני ממליץ לכולם'],
  ar: ['وافقت الحكومة على قانون جديد للضرائب', 'فيلم جيد جدا أنصح به الجميع'],
  th: ['รัฐบาลอนุมัติกฎหมายภาษีฉบับใหม่', 'หนังเรื่องนี้ดีมาก แนะนำทุกคน'],
} as const;

const WRITTEN: readonly (readonly [keyof typeof TEXTS, readonly SourceEncoding[]])[] = [
  ['ru', ['x-mac-cyrillic', 'windows-1251', 'koi8-r', 'ibm866', 'iso-8859-5']],
  ['uk', ['x-mac-cyrillic', 'windows-1251', 'koi8-u', 'iso-8859-5']],
  ['bg', ['x-mac-cyrillic', 'windows-1251', 'iso-8859-5']],
  ['fr', ['macintosh', 'windows-1252']],
  ['de', ['macintosh', 'windows-1252']],
  ['es', ['macintosh', 'windows-1252']],
  ['pl', ['windows-1250', 'iso-8859-2']],
  ['cs', ['windows-1250', 'iso-8859-2']],
  ['tr', ['windows-1254']],
  ['lt', ['windows-1257']],
  ['el', ['windows-1253']],
  ['he', ['windows-1255']],
  ['ar', ['windows-1256', 'iso-8859-6']],
  ['th', ['windows-874']],
];

/** Bytes of a text in an encoding of one byte for each character. */
function encoded(text: string, encoding: SourceEncoding): Uint8Array {
  const table = new Map<string, number>();
  const decoder = byteDecoder(encoding, false);
  for (let byte = 255; byte >= 0; byte--) table.set(decoder.decode(Uint8Array.of(byte)), byte);
  return Uint8Array.from(text, (character) => {
    const byte = table.get(character);
    if (byte === undefined) throw new Error(`${encoding} has no ${character}`);
    return byte;
  });
}

describe('the first reading is right, however few the lines', () => {
  for (const [language, encodings] of WRITTEN) {
    for (const encoding of encodings) {
      it(`${language} in ${encoding}`, () => {
        const lines = TEXTS[language].map((text) => encoded(text, encoding));
        for (let count = 1; count <= lines.length; count++) {
          const some = lines.slice(0, count);
          const { readings } = rankEncodings(new Uint8Array(some.flatMap((line) => [...line, 10])), some);
          const first = readings.find((reading) => reading.encoding !== 'utf-8');
          const decoder = byteDecoder(first?.encoding ?? 'utf-8', false);
          expect(some.map((line) => decoder.decode(line))).toEqual(TEXTS[language].slice(0, count));
        }
      });
    }
  }
});
