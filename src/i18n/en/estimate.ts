/** The estimate of the remaining wrong labels, random draws and the audit. */
export const estimateEn = {
  'estimate.button': 'About {estimate} wrong labels left ({low} to {high})',
  'estimate.button-none': 'How many wrong labels are left?',
  'estimate.button-short': 'About {estimate} left',
  'estimate.button-none-short': 'How many are left?',
  'estimate.title': 'How many wrong labels are left',
  'estimate.about': {
    one: 'About {count} wrong label is left. With 95% confidence there are {low} to {high}.',
    other: 'About {count} wrong labels are left. With 95% confidence there are {low} to {high}.',
  },
  'estimate.none': 'There is no estimate yet: it needs random rows from every part of the list.',
  'estimate.known': 'Every row is decided. No wrong label is left.',
  'estimate.basis': {
    one: 'It rests on {count} random row, and on all of your decisions.',
    other: 'It rests on {count} random rows, and on all of your decisions.',
  },
  'estimate.width': {
    one: 'In the parts of the list with undecided rows, {wrong} wrong in {count} random row still allows {share}.',
    other: 'In the parts of the list with undecided rows, {wrong} wrong in {count} random rows still allows {share}.',
  },
  'estimate.unsure': {
    one: '{count} random row is unsure: it can be right or wrong, and the interval allows both.',
    other: '{count} random rows are unsure: they can be right or wrong, and the interval allows both.',
  },
  'estimate.narrower': 'More random rows narrow the interval: four times as many halve it.',
  'estimate.watching':
    'The 95% holds for a look at a time that you choose beforehand. If you watch the interval and stop when it looks good, it holds less often.',
  'estimate.draws': 'Every tenth row is a random draw',
  'estimate.draws-hint':
    'Random rows come only while the list has every row, the highest loss first. Without them there is no honest estimate: the top of the list says nothing about the rest.',
  'estimate.draw': 'random draw',
  'estimate.draw-hint':
    'This row was drawn at random. It tells how many wrong labels are left in the rest of the list.',
  'estimate.yield': 'Wrong labels among the reviewed rows',
  'estimate.yield-caption': 'Reviewed rows, the highest loss first',
  'estimate.yield-text':
    'Of the first {first} reviewed rows {firstShare} had a wrong label, of all {all} reviewed rows {allShare}.',
  'estimate.yield-none': 'No row is reviewed yet.',
  'estimate.stop': 'May I stop?',
  'estimate.stop-yes':
    'Yes, if you reviewed from the top: with 95% confidence at least {target} of the wrong labels are found ({p}).',
  'estimate.stop-no':
    'Not yet: it is not certain that {target} of the wrong labels are found ({p}, and less than 0.05 is needed). A long stretch without a wrong label makes it certain.',
  'estimate.audit': 'Audit',
  'estimate.audit-title': 'Audit of a random sample',
  'estimate.audit-about':
    'An audit measures the share of wrong labels in the whole dataset. It offers a random sample, stratified by loss. Every decision counts as any other.',
  'estimate.audit-precision': 'Precision in points to either side',
  'estimate.audit-size': {
    one: '{count} row in the sample, {known} of them decided already.',
    other: '{count} rows in the sample, {known} of them decided already.',
  },
  'estimate.audit-invalid': 'Give a number of points from {least} to {most}.',
  'estimate.audit-blind': 'Hide the given label and the prediction of each row',
  'estimate.audit-begin': 'Begin the audit',
  'estimate.audit-again': 'Another audit',
  'estimate.audit-stop': 'End the audit',
  'estimate.audit-more': 'More…',
  'estimate.audit-progress': 'Audit: {done} of {size} random rows decided',
  'estimate.audit-hidden': 'The audit hides this until the sample is decided.',
  'estimate.report-title': 'Audit of {name}',
  'estimate.report-rate':
    'About {rate} of the labels were wrong before the review. The 95% interval is {low} to {high}.',
  'estimate.report-unknown':
    'It is not known yet how many labels were wrong before the review. The 95% interval is {low} to {high}.',
  'estimate.report-sample': {
    one: '{count} of {rows} rows was drawn at random and decided: {wrong} wrong labels.',
    other: '{count} of {rows} rows were drawn at random and decided: {wrong} wrong labels.',
  },
  'estimate.report-short': {
    one: 'The audit ended early: {count} row of the sample is missing, so the interval is wider than asked for.',
    other: 'The audit ended early: {count} rows of the sample are missing, so the interval is wider than asked for.',
  },
  'estimate.report-meaning':
    'The interval holds for 95 of 100 samples. Below are the sampled rows by their given label. The shares weight each row by its stratum, and their Wilson intervals count the effective number of rows.',
  'estimate.report-label': 'Label',
  'estimate.report-sampled': 'Sampled rows',
  'estimate.report-wrong': 'Wrong labels',
  'estimate.report-share': 'Share',
  'estimate.report-interval': '95% interval',
  'estimate.report-md': 'Download as Markdown',
  'estimate.report-json': 'Download as JSON',
  'estimate.close': 'Close',
} as const;
