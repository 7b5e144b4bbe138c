/** The dialog that edits labels. */
export const labelsEn = {
  'labels.title': 'Labels',
  'labels.hint': 'Add, rename, merge and remove labels. Each is one change, and undo withdraws it.',
  'labels.read-only':
    'This tab only reads: the dataset is open in another tab. Press “Edit here instead” to change labels.',
  'labels.find': 'Find a label',
  'labels.more': {
    one: '{count} more label. Type a part of its name to find it.',
    other: '{count} more labels. Type a part of a name to find one.',
  },
  'labels.rows': { one: '{count} row', other: '{count} rows' },
  'labels.rename': 'Rename',
  'labels.merge': 'Merge',
  'labels.remove': 'Remove',
  'labels.rename-of': 'Rename “{name}”',
  'labels.merge-of': 'Merge “{name}” into another label',
  'labels.remove-of': 'Remove “{name}”',
  'labels.new-name': 'New name of “{name}”',
  'labels.into': 'Label for the rows of “{name}”',
  'labels.choose': 'Choose a label',
  'labels.to-label': 'Give its rows another label',
  'labels.to-discard': 'Discard its rows',
  'labels.merge-instead': 'Merge into “{to}”',
  'labels.cancel': 'Cancel',
  'labels.add-name': 'New label',
  'labels.add': 'Add',
  'labels.close': 'Close',
  'labels.undo': 'Undo',
  'labels.preview-add': '“{to}” can be chosen for every row.',
  'labels.preview-rename': {
    one: '{count} row with “{from}” will have “{to}”. It keeps its status.',
    other: '{count} rows with “{from}” will have “{to}”. They keep their status.',
  },
  'labels.preview-merge': {
    one: '{count} row with “{from}” will have “{to}”. “{from}” can no longer be chosen. Undecided rows stay undecided. A row corrected from one of the two to the other counts as kept.',
    other:
      '{count} rows with “{from}” will have “{to}”. “{from}” can no longer be chosen. Undecided rows stay undecided. A row corrected from one of the two to the other counts as kept.',
  },
  'labels.preview-remove': '“{from}” can no longer be chosen. No row has it.',
  'labels.preview-discard': {
    one: '{count} row with “{from}” will be discarded. “{from}” can no longer be chosen.',
    other: '{count} rows with “{from}” will be discarded. “{from}” can no longer be chosen.',
  },
  'labels.refused-read-only': 'Labels cannot be changed now.',
  'labels.refused-empty': 'Type a name.',
  'labels.refused-taken': 'Another label is called “{to}”. Merge “{from}” into it to give all these rows one label.',
  'labels.refused-exists': 'There is a label “{to}” already.',
  'labels.refused-has-rows': 'Rows have “{from}”. Choose what becomes of them.',
  'labels.refused-valued':
    'The rows of the file hold a number for “{from}”, and the file names the number elsewhere. Rinse changes only the rows, so a new name would be lost. Such labels can be merged and removed.',
  'labels.refused-columns':
    'Each label is a column of the file. Rinse does not rename columns. Such labels can be merged and removed.',
  'labels.note-several': {
    one: '{count} row has several labels, “{from}” among them. It stays as it is.',
    other: '{count} rows have several labels, “{from}” among them. They stay as they are.',
  },
  'labels.note-alike': 'The label “{alike}” differs from it in spelling alone.',
  'labels.note-numbers': 'Most labels of the file are numbers. This one will be text among them.',
  'labels.note-booleans': 'Most labels of the file are true or false. This one will be text among them.',
  'labels.note-unwritable':
    'A character of this name separates labels or cells in the file, which has no quotes. Such rows can be downloaded as JSONL alone.',
  'labels.note-losses':
    'The results have a loss but no probabilities. Losses of rows with “{from}” stay as they were before the merge.',
  'labels.done-add': 'Label “{to}” added',
  'labels.done-rename': '“{from}” is now “{to}”',
  'labels.done-merge': '“{from}” merged into “{to}”',
  'labels.done-remove': 'Label “{from}” removed',
  'labels.done-discard': {
    one: 'Label “{from}” removed, {count} row discarded',
    other: 'Label “{from}” removed, {count} rows discarded',
  },
  'labels.done-again': 'The labels are changed back',
} as const;
