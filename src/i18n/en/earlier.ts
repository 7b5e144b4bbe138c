/** Work on an earlier version of the open dataset: the offer and the report. */
export const earlierEn = {
  'earlier.title': 'Work on an earlier version',
  'earlier.offer': {
    one: 'You have {count} decision on an earlier version of this dataset ({name}, last opened on {when}). Rows found here: {found}. Take it over?',
    other:
      'You have {count} decisions on an earlier version of this dataset ({name}, last opened on {when}). Rows found here: {found}. Take them over?',
  },
  'earlier.unreadable': {
    one: 'You have {count} decision on an earlier file with this name ({name}, last opened on {when}), but its rows are not stored in this browser, so the decision cannot be matched. Open the earlier file first, then this one again.',
    other:
      'You have {count} decisions on an earlier file with this name ({name}, last opened on {when}), but its rows are not stored in this browser, so they cannot be matched. Open the earlier file first, then this one again.',
  },
  'earlier.take': 'Take them over',
  'earlier.not-now': 'Not now',
  'earlier.close': 'Close',
  'earlier.show': 'Show the rows to settle',
  'earlier.report-title': 'Work taken over from {name}',
  'earlier.report-about': 'One undo withdraws the decisions and notes. The work on the earlier version stays as it is.',
  'earlier.result': 'Result',
  'earlier.taken': 'Decisions taken over',
  'earlier.notes': 'Notes taken over',
  'earlier.by-id': 'Rows found by id, with the same text',
  'earlier.by-text': 'Rows found by text',
  'earlier.edited-count': 'Rows found by id, with an edited text',
  'earlier.ambiguous-count': 'Rows not found for certain',
  'earlier.gone-count': 'Rows no longer here',
  'earlier.relabelled-count': 'Label changed since the decision',
  'earlier.conflicts': 'Decided differently here',
  'earlier.edited':
    'The text of these rows was edited, and their decisions were taken over. Check them. Rows here: {list}',
  'earlier.ambiguous':
    'Several rows have the texts of these rows, and their number changed. Their decisions were not taken over. Rows in the earlier version: {list}',
  'earlier.gone': 'These rows are no longer here, or they have another text now. Rows in the earlier version: {list}',
  'earlier.relabelled':
    'The file has another label for these rows than when you decided them. The decisions were not taken over: each row waits for a new one.',
  'earlier.row': 'Row',
  'earlier.before': 'Label then',
  'earlier.now': 'Label now',
  'earlier.decision': 'Your decision then',
  'earlier.more': { one: '{count} more row is not listed.', other: '{count} more rows are not listed.' },
  'earlier.draws':
    'The random draws of the earlier version are no random sample of this dataset. The estimate begins anew: a taken decision counts in it as soon as the draws of this dataset reach its row.',
} as const;
