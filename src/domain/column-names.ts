/** Usual names of columns of each role, best first, in lower case with spaces and dashes as `_`. */
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
  'prompt',
  'email',
  'transcript',
  'summary',
  'instruction',
  'inputs',
  '文本',
  '文本内容',
  '内容',
  '正文',
  '句子',
  '语句',
  '评论',
  '评论内容',
  '评价',
  '评价内容',
  '留言',
  '微博内容',
  '新闻',
  '摘要',
  '问题',
  '问句',
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

/** A heading and the text that continues it. */
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
  'choice',
  'choices',
  'category_name',
  'class_name',
  'classification',
  'annotation',
  'accept',
  'completion',
  'output',
  '标签',
  '标注',
  '类别',
  '分类',
  '类目',
  '类型',
  '情感',
  '情感倾向',
  '情感极性',
  '意图',
  '主题',
];

/** Columns that describe a record, but are seldom its class. */
export const ASIDE_NAMES: readonly string[] = [
  'lang',
  'language',
  'split',
  'source',
  'user',
  'user_id',
  'username',
  'author',
  'annotator',
  'annotators',
  'completed_by',
  'verified',
  'status',
  'version',
  'project',
  'dataset',
  'workspace_id',
  'date',
  'year',
  'month',
  'time',
  'fold',
  'flag',
  'answer',
  'agent',
  'lead_time',
  'updated_by',
  'created_by',
  'multi_label',
  'document_id',
  'doc_id',
  '语言',
  '来源',
  '作者',
  '用户',
  '日期',
  '时间',
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

/** Whether a cell is a usual name of a column. */
export function isKnownName(cell: string): boolean {
  return KNOWN.has(plainName(cell));
}

/** Column names from header cells: none empty, none twice. */
export function columnNames(cells: readonly string[]): string[] {
  const taken = new Set<string>();
  return cells.map((cell, position) => {
    const base = cell === '' ? String(position) : cell;
    let name = base;
    for (let n = 2; taken.has(name); n++) name = `${base} (${n})`;
    taken.add(name);
    return name;
  });
}
