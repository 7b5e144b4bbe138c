/** Names that columns of each role go by, best first, in lower case with spaces and dashes as `_`. */
export const TEXT_NAMES: readonly string[] = [
  'text',
  'sentence',
  'content',
  'review',
  'review_body',
  'comment',
  'tweet',
  'message',
  'utterance',
  'query',
  'question',
  'news',
  'article',
  'document',
  'description',
  'body',
  'abstract',
  'input',
  'title',
  'headline',
  'phrase',
  'data',
  '文本',
  '内容',
  '正文',
  '句子',
  '评论',
  '问题',
  '标题',
];

/** First and second text of a pair. */
export const PAIR_NAMES: readonly (readonly [string, string])[] = [
  ['text_a', 'text_b'],
  ['texta', 'textb'],
  ['text1', 'text2'],
  ['text_1', 'text_2'],
  ['sentence1', 'sentence2'],
  ['sentence_1', 'sentence_2'],
  ['sentence_a', 'sentence_b'],
  ['premise', 'hypothesis'],
  ['question1', 'question2'],
  ['question_1', 'question_2'],
  ['question', 'sentence'],
  ['query', 'document'],
  ['query', 'passage'],
  ['文本1', '文本2'],
  ['句子1', '句子2'],
];

/** A heading and the text that goes on after it. */
export const JOINED_NAMES: readonly (readonly [string, string])[] = [
  ['title', 'description'],
  ['title', 'text'],
  ['title', 'content'],
  ['title', 'body'],
  ['title', 'abstract'],
  ['headline', 'description'],
  ['headline', 'text'],
  ['headline', 'content'],
  ['headline', 'short_description'],
  ['subject', 'body'],
  ['标题', '内容'],
  ['标题', '正文'],
  ['标题', '摘要'],
];

export const LABEL_NAMES: readonly string[] = [
  'label',
  'labels',
  'category',
  'class',
  'target',
  'sentiment',
  'intent',
  'topic',
  'gold_label',
  'label_name',
  'label_text',
  'class_index',
  'class_label',
  'tag',
  'stars',
  'rating',
  'polarity',
  'emotion',
  'y',
  'gold',
  'gt',
  '标签',
  '类别',
  '分类',
  '类目',
];

export const ID_NAMES: readonly string[] = [
  'id',
  'guid',
  'uid',
  'uuid',
  'idx',
  'index',
  'row_id',
  'text_id',
  'example_id',
  '编号',
  '序号',
];

export const KNOWN_QUALITY_NAMES: readonly string[] = ['s_label'];

const KNOWN = new Set([
  ...TEXT_NAMES,
  ...PAIR_NAMES.flat(),
  ...JOINED_NAMES.flat(),
  ...LABEL_NAMES,
  ...ID_NAMES,
  ...KNOWN_QUALITY_NAMES,
]);

/** The form in which names are compared. */
export function plainName(name: string): string {
  return name
    .trim()
    .toLowerCase()
    .replace(/[\s-]+/g, '_');
}

/** Whether a cell is what columns are called. */
export function isKnownName(cell: string): boolean {
  return KNOWN.has(plainName(cell));
}
