/** The estimate of the remaining wrong labels, random draws and the audit. */
export const estimateEn = {
  'estimate.button': 'About {estimate} wrong labels left ({low} to {high})',
  'estimate.button-none': 'How many wrong labels are left?',
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
    one: '{wrong} wrong labels in {count} random row still allow {share} among the undecided rows.',
    other: '{wrong} wrong labels in {count} random rows still allow {share} among the undecided rows.',
  },
  'estimate.narrower': 'More random rows narrow the interval: four times as many halve it.',
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
    'Yes, if you reviewed from the top: with 95% confidence at least {target} of the wrong labels are found (p = {p}).',
  'estimate.stop-no':
    'Not yet: it is not certain that {target} of the wrong labels are found (p = {p}, and 0.05 or less is needed). A long stretch without a wrong label makes it certain.',
  'estimate.close': 'Close',
} as const;
