/**
 * Characters by which a reading of bytes is judged. Sets of frequent characters are taken from the character sets of
 * East Asia themselves, whose first levels are ordered by use.
 */

/** Han characters that fill ordinary Chinese text, in both scripts. */
export const COMMON_HAN: ReadonlySet<string> = new Set(
  '的一是不了在人有我他这这個个們们中来來上大为為和国國地到以说說时時要就出会會可也你对對生能而子那得于於着著下自之年过過发發' +
    '后後作里裡用道行所然家种種事成方多经經么麼去法学學如都同现現当當没沒动動面起看定天分还還进進好小部其些主样樣理心她本前开開' +
    '但因只从從想实實日军軍者意无無力它与與长長把机機十民第公此已工使情明性知全三又关關点點正业業外将將两兩高间間由问問很最重' +
    '并並物手应應战戰向头頭文体體政美相见見被利什二等产產或新己制身果加西斯月话話合回特代内內信表化老给給世位次度门門任常先海通' +
    '教儿兒原东東声聲提立及比员員解水名真论論处處走义義各入几幾口认認条條平系气氣题題活尔爾更别別打女变變四神总總何电電数數安' +
    '少报報才结結反受目太量再感建务務做接必场場件计計管期市直德资資命山金指克许許统統区區保至队隊形社便空决決治展马馬科司五基' +
    '眼书書非则則听聽白却卻界达達光放强強即像难難且权權思王象完设設式色路记記南品住告类類求据據程北边邊死张張该該交规規万萬取' +
    '拉格望觉覺术術领領共确確传傳师師观觀清今切院让讓识識候带帶导導争爭运運笔筆股票涨漲跌财財球赛賽胜勝昨晚早饭飯店菜味价價钱' +
    '錢买買卖賣快慢服质質购購物喜欢歡差评評电影片演员故事网網络絡新闻聞经济濟银銀行投资企业市场城车車房医醫药藥病健康游遊戏戲',
);
/** Hangul syllables that fill ordinary Korean text. */
export const COMMON_HANGUL: ReadonlySet<string> = new Set(
  '이다는에의을가고를지하도한사로은기시어나서인그아자리대해안일들수게있전부보정니라제원상장주여구조경국과것스만습요공비오동실신문' +
    '소성연거우무유모선면생으진계적마발재금내회년저음미까할화입중때분식없같더관개등했였세당방업물너말와전위레야영달음였않좋네렇' +
    '드번데두터야운학출품배송최교통차현용트증권결과팀승리경제치작르초',
);

/** Characters of the double bytes `lead .. lastLead` in an encoding. */
function level(encoding: string, lead: number, lastLead: number, trails: readonly (readonly [number, number])[]) {
  const decoder = new TextDecoder(encoding);
  const set = new Set<string>();
  for (let high = lead; high <= lastLead; high++) {
    for (const [from, to] of trails) {
      for (let low = from; low <= to; low++) {
        const character = decoder.decode(Uint8Array.of(high, low));
        if (character.length === 1 && character !== '\ufffd') set.add(character);
      }
    }
  }
  return set;
}

const UPPER_TRAILS = [[0xa1, 0xfe]] as const;
const BIG5_TRAILS = [
  [0x40, 0x7e],
  [0xa1, 0xfe],
] as const;

/** The set, made at its first use. */
function lazy(make: () => ReadonlySet<string>): () => ReadonlySet<string> {
  let made: ReadonlySet<string> | null = null;
  return () => (made ??= make());
}

/** The 3,755 characters of level 1 of GB 2312. */
export const simplifiedLevelOne = lazy(() => level('gb18030', 0xb0, 0xd7, UPPER_TRAILS));
/** The 5,401 characters of level 1 of Big5. */
export const traditionalLevelOne = lazy(() => level('big5', 0xa4, 0xc6, BIG5_TRAILS));
/** The 2,965 kanji of level 1 of JIS X 0208. */
export const kanjiLevelOne = lazy(() => level('euc-jp', 0xb0, 0xcf, UPPER_TRAILS));
/** The 2,350 syllables of KS X 1001. */
export const hangulLevelOne = lazy(() => level('euc-kr', 0xb0, 0xc8, UPPER_TRAILS));

/** The letters beyond ASCII of a language in Latin letters, in lower case. */
export interface Alphabet {
  readonly letters: string;
  /** The part of Europe whose encoding has them all. */
  readonly of: 'west' | 'centre' | 'turkey' | 'baltic';
  /** Below 1 for languages with few texts, whose letters another reading's language may use as well. */
  readonly weight: number;
}

const SELDOM = 0.9;

export const LATIN_ALPHABETS: readonly Alphabet[] = [
  { letters: 'éèàùçêâîôûëïüœæ', of: 'west', weight: 1 },
  { letters: 'äöüß', of: 'west', weight: 1 },
  { letters: 'áéíóúüñ', of: 'west', weight: 1 },
  { letters: 'áâãàçéêíóôõúü', of: 'west', weight: 1 },
  { letters: 'àèéìòùîó', of: 'west', weight: 1 },
  { letters: 'åäöé', of: 'west', weight: 1 },
  { letters: 'æøåéöä', of: 'west', weight: 1 },
  { letters: 'éëïóüèö', of: 'west', weight: 1 },
  { letters: 'àçèéíïòóúü', of: 'west', weight: 1 },
  { letters: 'áðéíóúýþæö', of: 'west', weight: SELDOM },
  { letters: 'äõöüšž', of: 'west', weight: SELDOM },
  { letters: 'äöüß', of: 'centre', weight: 1 },
  { letters: 'ąćęłńóśźż', of: 'centre', weight: 1 },
  { letters: 'áčďéěíňóřšťúůýž', of: 'centre', weight: 1 },
  { letters: 'áäčďéíĺľňóôŕšťúýž', of: 'centre', weight: SELDOM },
  { letters: 'áéíóöőúüű', of: 'centre', weight: 1 },
  { letters: 'ăâîşţ', of: 'centre', weight: 1 },
  { letters: 'čćđšž', of: 'centre', weight: 1 },
  { letters: 'çğıöşüâîû', of: 'turkey', weight: 1 },
  { letters: 'ąčęėįšųūž', of: 'baltic', weight: SELDOM },
  { letters: 'āčēģīķļņšūž', of: 'baltic', weight: SELDOM },
  { letters: 'äõöüšž', of: 'baltic', weight: SELDOM },
];

/** How typical a letter is of its script: frequent ones above 0, rare ones below. */
export type LetterWeights = ReadonlyMap<string, number>;

function weights(common: string, ordinary: string, rare: string): LetterWeights {
  const map = new Map<string, number>();
  for (const letter of common) map.set(letter, 1);
  for (const letter of ordinary) map.set(letter, 0.3);
  for (const letter of rare) map.set(letter, -0.4);
  return map;
}

export const CYRILLIC_WEIGHTS = weights('оеаинтсрвлкмі', 'дпуяыьгзбєїўґјљњћђџ', 'чйхжшюцщэфъё');
export const GREEK_WEIGHTS = weights('αοιετσνηυρςάίόέή', 'πκμλδγωύώ', 'βθξζφχψΰΐϊϋ');
export const HEBREW_WEIGHTS = weights('אבגדהוזחטיכלמנסעפצקרשתםןץףך', '', '');
export const ARABIC_WEIGHTS = weights('اليوبنمرت', 'دعهفسقكةحأىجشطص', 'ءإخضئذظؤغزثآپچژگھہےکیں');
export const THAI_WEIGHTS = weights('กขคงจชดตถทธนบปผพภมยรลวสหอะัาิีึืุูเแโใไ่้็์ำ', 'ฉซณฐศษฟฝญฎฏฒฬฆฑฌฮๆ๊๋ๅฯ', 'ฃฅฤฦฺํ๎');
/** Cyrillic letters of the South Slavic languages alone, and of the other languages alone. No text has both. */
export const SOUTH_SLAVIC = 'ђјљњћџѕѓќ';
export const EAST_SLAVIC = 'ыэъщьюяйё';
