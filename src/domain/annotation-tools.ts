import { LABEL_NAMES, plainName } from './column-names.js';

/** The contents of a column in the examined records. */
interface ToolColumn {
  readonly name: string;
  /** Records with a value there. An empty list is no value. */
  readonly filled: number;
  readonly distinct: number;
  /** Some value is a list of several. */
  readonly several: boolean;
}

/** The columns of an annotation tool's export. `''` = to be found as in other files. */
export interface ToolRoles {
  readonly text: string;
  readonly label: string;
  /** Tells for each record whether its label was accepted. */
  readonly answer: string;
}

const LABELS = new Set(LABEL_NAMES);

/**
 * The columns of text and label in the exports of annotation tools: Label Studio (JSON), Prodigy, Argilla 1 and 2, and
 * conversations for fine-tuning. Null for other files. Doccano, Label Sleuth, Label Studio's JSON-MIN and prompts with
 * completions have ordinary column names.
 */
export function toolRoles(columns: readonly ToolColumn[]): ToolRoles | null {
  const tools = [labelStudio, argilla2, argillaTable, argillaFeedback, argilla1, prodigy, conversation];
  for (const tool of tools) {
    const found = tool(new Columns(columns));
    if (found !== null) return { text: '', label: '', answer: '', ...found };
  }
  return null;
}

class Columns {
  readonly all: readonly ToolColumn[];

  constructor(all: readonly ToolColumn[]) {
    this.all = all;
  }

  has(name: string): boolean {
    return this.all.some((column) => column.name === name);
  }

  get(name: string): ToolColumn | undefined {
    return this.all.find((column) => column.name === name && column.filled > 0);
  }

  /** Columns whose name matches, those that most records have first. Equal ones are in file order. */
  matching(pattern: RegExp): readonly ToolColumn[] {
    return this.all.filter(({ name, filled }) => filled > 0 && pattern.test(name)).sort((a, b) => b.filled - a.filled);
  }

  /** Of the columns that match, one whose first group is named like a label, else the most frequent. */
  labelLike(pattern: RegExp): ToolColumn | undefined {
    const found = this.matching(pattern);
    return found.find(({ name }) => LABELS.has(plainName(pattern.exec(name)?.[1] ?? ''))) ?? found[0];
  }
}

type Found = Partial<ToolRoles> | null;

function labelStudio(columns: Columns): Found {
  const result = String.raw`^(?:annotations|completions)\.0\.result\.`;
  const [choice] = columns.matching(new RegExp(String.raw`${result}.+\.value\.choices\.0$`));
  // With several questions, each in its own place of the list, the first place has answers to any of them.
  const asked = new RegExp(String.raw`${result}from_name=(.+)\.value\.choices\.0$`);
  const question = columns.matching(asked).length > 1 ? columns.labelLike(asked) : undefined;
  const [other] = columns.matching(new RegExp(String.raw`${result}.+\.value\.(?:rating|text\.0|taxonomy\.0\.0)$`));
  const label = question ?? choice ?? other;
  if (label === undefined) return null;
  const list = label === other ? undefined : columns.get(label.name.slice(0, -'.0'.length));
  return { label: list?.several === true ? list.name : label.name };
}

function argilla2(columns: Columns): Found {
  if (columns.matching(/^fields\./).length === 0) return null;
  const label =
    columns.labelLike(/^responses\.(.+)\.0\.value$/) ??
    columns.labelLike(/^suggestions\.(.+)\.value$/) ??
    columns.labelLike(/^suggestions\.0\.(value)$/);
  return label ? { label: label.name } : null;
}

/** Argilla 2 as a table: a column for each question's answers, and one for its suggestion. */
function argillaTable(columns: Columns): Found {
  const question = columns.all.find(({ name }) => name.endsWith('.responses') && columns.has(`${name}.users`));
  const responses = columns.labelLike(/^(.+)\.responses$/);
  const suggestion = columns.labelLike(/^(.+)\.suggestion$/);
  if (question === undefined) return null;
  const label = responses ?? suggestion;
  return label ? { label: label.name } : null;
}

/** Argilla 1 with questions: lists of answers, and suggestions beside them. */
function argillaFeedback(columns: Columns): Found {
  const answers = /^([^.]+)\.0\.value$/;
  const asked = (name: string): boolean => columns.has(`${name}.0.user_id`) || columns.has(`${name}-suggestion`);
  const questions = columns.all.filter(({ name }) => asked(answers.exec(name)?.[1] ?? ''));
  const suggestion = columns.labelLike(/^([^.]+)-suggestion$/);
  const label = new Columns(questions).labelLike(answers) ?? (columns.has('external_id') ? suggestion : undefined);
  return label ? { label: label.name } : null;
}

function argilla1(columns: Columns): Found {
  if (!columns.has('annotation') || !columns.has('prediction')) return null;
  const label = columns.get('annotation') ?? columns.get('prediction.0.label') ?? columns.get('prediction.0.0');
  return label ? { label: label.name } : null;
}

function prodigy(columns: Columns): Found {
  if (!columns.has('answer') || !(columns.has('_input_hash') || columns.has('_task_hash'))) return null;
  const label = columns.get('label');
  // For questions about one label alone the annotation is the answer.
  if (label?.distinct === 1 && (columns.get('answer')?.distinct ?? 0) > 1) return { label: 'answer' };
  const accepted = columns.get('accept') ?? label;
  return accepted ? { label: accepted.name, answer: 'answer' } : null;
}

function conversation(columns: Columns): Found {
  const ends = String.raw`\.(?:content|value)(?:\.0\.text)?$`;
  const [text] = columns.matching(new RegExp(String.raw`^[^.]+\.(?:role|from)=(?:user|human)${ends}`, 'i'));
  const [label] = columns.matching(
    new RegExp(String.raw`^[^.]+\.(?:role|from)=(?:assistant|gpt|model|bot)${ends}`, 'i'),
  );
  return text && label ? { text: text.name, label: label.name } : null;
}
