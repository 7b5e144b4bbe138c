/** Learning from the dataset itself: status, summary, setup, reasons on the card. */
export const learningEn = {
  'learning.model': 'This dataset itself (no model needed)',
  'learning.setup': 'Learn from this dataset',
  'learning.setup-hint':
    'The page trains small learners on the texts and labels of this file, in folds: each row is judged by learners that have not seen it. The rows whose label they doubt most come first. Nothing is downloaded, and no label map is needed.',
  'learning.spellings': {
    one: '{count} label looks like another spelling of a label ({names}). It is learnt as a class of its own.',
    other: '{count} labels look like other spellings of labels ({names}). Each is learnt as a class of its own.',
  },
  'learning.spellings-counted': {
    one: '{count} label is counted together with another spelling of it ({names}). The file stays as it is.',
    other: '{count} labels are counted together with other spellings of them ({names}). The file stays as it is.',
  },
  'learning.spellings-apart': 'Count each by itself',
  'learning.instead': 'Learn from this dataset instead',
  'learning.instead-hint': 'No model needed: small learners are trained on your own labels, in this page.',
  'learning.start': 'Start learning',
  'learning.again': 'Learn again',
  'learning.again-with': { one: 'Learn from {count} decision', other: 'Learn from {count} decisions' },
  'learning.again-hint':
    'Learns again from the labels as they are now. Rows that you have decided keep your decisions.',
  'learning.idle': 'Not learnt yet',
  'learning.phase-reading': 'Reading words',
  'learning.phase-words': 'First ranking',
  'learning.phase-neighbours': 'Neighbours, fold {fold} of {folds}',
  'learning.phase-fold': 'Fold {fold} of {folds}',
  'learning.paused': 'Learning is paused',
  'learning.failed': 'Learning has stopped',
  'learning.done': { one: 'Learnt from {count} row', other: 'Learnt from {count} rows' },
  'learning.right': 'Accuracy {accuracy}',
  'learning.progress': 'Learning done',
  'learning.say-begun': 'Learning has begun.',
  'learning.say-percent': '{percent} percent learnt.',
  'learning.say-paused': 'Learning is paused.',
  'learning.say-done': 'Learning is done.',
  'learning.say-failed': 'Learning has stopped because of an error.',
  'learning.summary-busy': 'Learning from this dataset. The order of the rows improves until it is done.',
  'learning.summary':
    'Out of sample, {accuracy} of labels are predicted correctly. Always guessing {label} would give {majority}.',
  'learning.summary-nothing':
    'Nothing was learnt that casts doubt on a label. Out of sample, {accuracy} of labels are predicted correctly; always guessing {label} gives {majority}.',
  'learning.summary-what-now':
    'So no row is listed as suspicious. Bring a model that knows these labels, or a file with more rows.',
  'learning.summary-one-label': 'Nothing was learnt: every row has the label {label}.',
  'learning.summary-more-labels':
    'So no row is listed as suspicious. Bring a file with two labels or more, or a model that knows this label.',
  'learning.summary-too-few':
    'Nothing was learnt: no label has enough different texts to be learnt from some and tested on others. Copies and near copies of a text count as one.',
  'learning.summary-too-few-now':
    'So no row is listed as suspicious. Bring a file with more different texts for each label, or a model that knows these labels.',
  'learning.summary-rough': 'With so few rows, this is rough: ±{points} points.',
  'learning.summary-decisions': {
    one: 'Learnt with {count} of your decisions.',
    other: 'Learnt with {count} of your decisions.',
  },
  'learning.summary-no-opinion': {
    one: '{count} row is not judged: its label is in too few different texts.',
    other: '{count} rows are not judged: their labels are in too few different texts.',
  },
  'learning.words': 'Words for and against {label}',
  'learning.words-none': 'No single word counts for or against {label}.',
  'learning.for': 'for',
  'learning.against': 'against',
  'learning.term-weight': '{term}: {weight} for {label}',
  'learning.neighbours': 'The most similar rows',
  'learning.neighbours-none': 'No other row has words in common with this one.',
  'learning.neighbour-open': 'Open row {row}: {label}, similarity {similarity}',
  'learning.neighbour-similarity': 'Similarity, 0 to 1',
  'learning.signals': 'Learning',
  'learning.series': 'Series',
  'learning.series-out': 'out of sample',
  'learning.series-in': 'in sample',
} as const;
