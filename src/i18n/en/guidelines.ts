/** What a team agreed on about its labels. */
export const guidelinesEn = {
  'guidelines.title': 'Guidelines',
  'guidelines.edit': 'Edit',
  'guidelines.hint':
    'What everyone who labels this dataset should know. It is saved with the dataset in this browser, and shown beside each row.',
  'guidelines.text': 'For the whole dataset',
  'guidelines.labels': 'For each label',
  'guidelines.find': 'Find a label',
  'guidelines.more': {
    one: '{count} more label. Type a part of its name to find it.',
    other: '{count} more labels. Type a part of a name to find one.',
  },
  'guidelines.read-only':
    'This tab only reads: the dataset is open in another tab. Press “Edit here instead” to change the guidelines.',
  'guidelines.close': 'Close',
} as const;
