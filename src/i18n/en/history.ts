/** The list of the last changes. */
export const historyEn = {
  'history.open': 'Last changes',
  'history.title': 'The last ten changes',
  'history.none': 'There is no change yet.',
  'history.close': 'Close',
  'history.row': 'Row {row}',
  'history.rows': { one: '{count} row', other: '{count} rows' },
  'history.several': 'several labels',
  'history.undecided': '{label} (undecided)',
  'history.noted': { one: 'note', other: '{count} notes' },
  'history.unnoted': { one: 'note removed', other: '{count} notes removed' },
  'history.taken': 'taken over',
  'history.revert': 'taken back',
  'history.revert-button': 'Take back',
  'history.revert-name': 'Take back: {place}, {what}',
  'history.again': 'changed again since',
  'history.same': 'no difference',
  'history.done': { one: '{count} row set back', other: '{count} rows set back' },
  'history.done-kept': {
    one: '{what}. {count} row was changed again since and stays',
    other: '{what}. {count} rows were changed again since and stay',
  },
} as const;
