/** How well each label is given, and which labels are confused with each other. */
export const healthEn = {
  'health.open': 'Label overview',
  'health.title': 'Label overview',
  'health.working': 'Computing …',
  'health.close': 'Close',
  'health.issues': {
    one: 'About {count} undecided row probably has a wrong label, of {rows} with a prediction (confident learning).',
    other:
      'About {count} undecided rows probably have a wrong label, of {rows} with a prediction (confident learning).',
  },
  'health.out-of-sample': 'Out of sample: no learner saw the row that it predicts.',
  'health.in-sample':
    'In sample or not: if the model was trained on these rows, it knows their labels, and more labels are wrong than these figures say.',
  'health.label': 'Label',
  'health.rows': 'Rows',
  'health.probably-wrong': 'Probably wrong',
  'health.checked': 'Wrong of those decided',
  'health.checked-of': '{wrong} of {reviewed}',
  'health.confused': 'Most often predicted as',
  'health.show-label': 'Show the rows of {label} whose prediction is another label',
  'health.matrix': 'Given label against predicted label',
  'health.matrix-hint': 'Down: the label. Across: the prediction. A cell shows its rows.',
  'health.left-out': {
    one: '{count} label is left out: the {shown} that are confused most are shown.',
    other: '{count} labels are left out: the {shown} that are confused most are shown.',
  },
  'health.not-listed': {
    one: '{count} label with fewer rows that are probably wrong is not listed.',
    other: '{count} labels with fewer rows that are probably wrong are not listed.',
  },
  'health.cell': {
    one: '{given}, predicted {predicted}: {count} row',
    other: '{given}, predicted {predicted}: {count} rows',
  },
  'health.cell-right': {
    one: '{given}, predicted alike: {count} row',
    other: '{given}, predicted alike: {count} rows',
  },
  'health.pairs': 'Labels confused with each other',
  'health.pair-share': '{share} of the rows of both',
  'health.none': 'No label is predicted as another one.',
} as const;
