/** What is measured in Node. It is built as the page's code is, so that the test runner's wrappers do not count. */
export { Polygon, rowsInside } from '../../src/domain/map/polygon.js';
export { packBatch, planBatches, tokenLengths } from '../../src/domain/models/batch.js';
export { planBulk } from '../../src/domain/review/bulk.js';
export { Journal } from '../../src/domain/review/edits.js';
export { rankRows } from '../../src/domain/review/rank.js';
export { emptyColumns, summarise } from '../../src/domain/training/signals.js';
export { fillInput, toInt64 } from '../../workers/model/feeds.js';
export { ModelTokenizer } from '../../workers/model/tokenizer.js';
export { Source } from '../../workers/source/source.js';
