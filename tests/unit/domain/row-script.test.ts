import { describe, expect, it } from 'vitest';
import { writingOf, writingOfTexts } from '../../../src/domain/row-script.js';
import { TextColumnBuilder } from '../../../src/domain/text-column.js';
import { hasShared, readShared, SHARED_SETS } from './learning/shared-sets.js';

/** The texts over and over, so that there are enough words. */
const many = (...texts: string[]): string[] => Array.from({ length: 20 }, () => texts).flat();

function column(texts: readonly string[]) {
  const builder = new TextColumnBuilder();
  for (const text of texts) {
    const bytes = new TextEncoder().encode(text);
    builder.arena.append(bytes, 0, bytes.length);
    builder.endRow();
  }
  return builder.finish();
}

describe('the writing of most rows', () => {
  it.each([
    ['chinese', '股市周五再次下跌，投资者担忧加息。'],
    ['chinese', 'iPhone 手机壳质量不错，快递很快'],
    ['japanese', '東京株式市場は反発しました。'],
    ['korean', '증시가 금요일에 다시 하락했다'],
    ['cyrillic', 'Акции снова упали в пятницу'],
    ['greek', 'Οι μετοχές έπεσαν ξανά την Παρασκευή'],
    ['arabic', 'انخفضت الأسهم مرة أخرى يوم الجمعة'],
    ['hebrew', 'המניות ירדו שוב ביום שישי'],
    ['devanagari', 'शुक्रवार को शेयर फिर गिरे'],
    ['thai', 'หุ้นตกอีกครั้งในวันศุกร์'],
    ['other', 'აქციები კვლავ დაეცა პარასკევს'],
    ['latin', 'Shares fell again on Friday'],
  ] as const)('%s: %s', (script, text) => {
    expect(writingOfTexts([text]).script).toBe(script);
  });

  it('is known for more than half of the rows with letters, and otherwise null', () => {
    const news = 'Shares fell again on Friday';
    expect(writingOfTexts([news, '股市下跌', '股市上涨', '12 345', ''])).toEqual({
      script: 'chinese',
      notEnglish: false,
    });
    expect(writingOfTexts([news, news, '股市下跌']).script).toBe('latin');
    expect(writingOfTexts([news, '股市下跌']).script).toBeNull();
    expect(writingOfTexts(['12 345', ''])).toEqual({ script: null, notEnglish: false });
    expect(writingOfTexts([])).toEqual({ script: null, notEnglish: false });
  });

  it('counts a name in Latin letters among characters as one word', () => {
    expect(writingOfTexts(['华为Mate发布会直播']).script).toBe('chinese');
  });

  it.each([
    [
      'German',
      'Die Aktien sind am Freitag erneut gefallen und die Anleger haben Angst vor der Zinserhöhung, die es nicht mehr geben soll',
    ],
    ['French', 'Les actions ont encore chuté vendredi et les investisseurs craignent une hausse des taux dans la zone'],
    [
      'Spanish',
      'Las acciones volvieron a caer el viernes y los inversores temen una subida de los tipos por la crisis',
    ],
    ['Portuguese', 'As ações caíram de novo na sexta e os investidores não gostam da alta de juros para o ano'],
    [
      'Italian',
      'Le azioni sono scese di nuovo venerdì e gli investitori temono che il rialzo dei tassi non sia finito',
    ],
    ['Dutch', 'De aandelen zijn vrijdag weer gedaald en de beleggers vrezen dat het met de rente niet voorbij is'],
    ['Swedish', 'Aktierna föll på fredagen och det är inte slut med oron för att räntan ska höjas till hösten'],
    ['Polish', 'Akcje znowu spadły w piątek i nie jest pewne, że to się skończy przed końcem roku'],
    ['Turkish', 'Hisseler cuma günü bir kez daha düştü ve bu düşüş için çok neden var'],
    ['Indonesian', 'Saham yang turun pada hari Jumat itu tidak akan naik dengan cepat dan ini dari luar'],
  ])('knows %s by its frequent words', (_, text) => {
    expect(writingOfTexts(many(text))).toEqual({ script: 'latin', notEnglish: true });
  });

  it.each([
    ['with accents', 'The café in São Paulo served a naïve crème brûlée to José and Zoë at the résumé fair'],
    ['of names alone', 'Real Madrid La Liga Los Angeles El Salvador San José De Gaulle'],
    ['without frequent words', 'Wireless headphones noise cancelling black bluetooth case'],
    ['in capitals', 'THE STOCKS FELL AND THE BANKS ARE NOT SAFE'],
    ['with some Spanish', 'The song La vida es un carnaval was in the charts for a year and it is still on the air'],
    ['headlines', 'Oil prices soar to record, shares of Le Monde and El Pais fall in early trade'],
  ])('recognises English %s as English', (_, text) => {
    expect(writingOfTexts(many(text))).toEqual({ script: 'latin', notEnglish: false });
  });

  it('does not judge the language of few words', () => {
    expect(writingOfTexts(['Die Aktien sind gefallen']).notEnglish).toBe(false);
  });

  it('looks at both texts of pairs, and at a sample that is spread over all rows', () => {
    const rows = 5000;
    const english = Array.from({ length: rows }, (_, row) => (row < 2000 ? 'Shares fell' : '股市下跌了很多'));
    expect(writingOf({ rows, text: column(english), textB: null }).script).toBe('chinese');
    const pair = { rows: 1, text: column(['OK']), textB: column(['股市下跌了很多']) };
    expect(writingOf(pair).script).toBe('chinese');
  });

  it('reads the beginning of a long text, whose last character may be cut', () => {
    const long = '股市下跌了很多'.repeat(100_000);
    expect(writingOf({ rows: 1, text: column([long]), textB: null }).script).toBe('chinese');
  });

  it.each([
    ['noisy', 'latin'],
    ['sst2', 'latin'],
    ['banking', 'latin'],
    ['news', 'latin'],
    ['toutiao', 'chinese'],
  ] as const)('is right for the shared set %s', (name, script) => {
    const set = SHARED_SETS[name];
    if (!hasShared(set)) {
      console.log(`row-script.test.ts: ../shared has no ${set.file} or flips.tsv, so it is not looked at`);
      return;
    }
    expect(writingOf(readShared(set).dataset)).toEqual({ script, notEnglish: false });
  });
});
