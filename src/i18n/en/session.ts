/** Session files: the dialog before a merge, conflicts, and the download. */
export const sessionEn = {
  'session.title': 'Merge work on this dataset',
  'session.belongs': '{name} is work on the open dataset {dataset}. Nothing changes before you merge it.',
  'session.belongs-stored':
    '{name} is work on {dataset}, which is stored in this browser. The dataset opens, and then the work is merged.',
  'session.carried':
    '{name} is work on these rows or on another version of them. Its rows were looked for in the open dataset {dataset}. Nothing changes before you merge it.',
  'session.matched': 'Rows found',
  'session.matched-of': '{found} of {rows}',
  'session.by-id': 'by id',
  'session.by-edited': 'by id, with an edited text',
  'session.by-place': 'same place, same text',
  'session.by-text': 'elsewhere, by text',
  'session.unmatched': {
    one: '{count} row was not found: it is not here, or several rows have its text. Row in the other file: {list}',
    other:
      '{count} rows were not found: they are not here, or several rows have their texts. Rows in the other file: {list}',
  },
  'session.result': 'Result of the merge',
  'session.taken': 'Decisions to take over',
  'session.notes': 'Notes to take over',
  'session.both': 'Rows decided on both sides',
  'session.same': 'Same decision',
  'session.same-of': '{same} ({percent})',
  'session.kappa': 'Cohen’s kappa',
  'session.kappa-none': 'not defined: chance alone gives full agreement',
  'session.conflicts': 'Different decisions',
  'session.conflicts-hint':
    'These rows stay as they are. After the merge the list shows them, and your next decision about a row settles it.',
  'session.draws-joined':
    'Random draws: both sides drew from one random order, so the estimate counts the draws of both.',
  'session.draws-taken': 'Random draws: those of the file are taken over with its audit, and the estimate counts them.',
  'session.draws-kept':
    'Random draws: yours stay. Those of the file have another order or other parts of the list, and two such samples cannot be added up.',
  'session.row': 'Row',
  'session.here': 'Here',
  'session.there': 'In the file',
  'session.elsewhere': 'Elsewhere',
  'session.kept': '{label} (kept)',
  'session.more': { one: '{count} more row is not listed.', other: '{count} more rows are not listed.' },
  'session.cancel': 'Cancel',
  'session.confirm': 'Merge',
  'session.confirm-stored': 'Open and merge',
  'session.conflict': 'This row was decided differently. Decide again to settle it.',
  'session.download': 'Session (JSON)',
  'session.download-hint': 'Decisions, notes and settings, to continue or to merge in another browser.',
  'session.with-texts': 'with the texts of decided rows, for a changed dataset',
  'session.downloaded': { one: '{name}: {count} decision', other: '{name}: {count} decisions' },
  'session.merged': { one: '{count} row taken over', other: '{count} rows taken over' },
  'session.merged-conflicts': { one: '{what}, {count} row to settle', other: '{what}, {count} rows to settle' },
} as const;
