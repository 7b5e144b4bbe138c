import type { earlierEn } from '../en/earlier.js';
import type { Message } from '../message.js';

/** 对当前数据集较早版本的处理：提示与报告。 */
export const earlierZh: Record<keyof typeof earlierEn, Message> = {
  'earlier.title': '较早版本的处理结果',
  'earlier.offer':
    '此浏览器中保存着对该数据集较早版本（{name}，上次打开：{when}）的 {count} 项处理，其中 {found} 项可以在当前数据中找到。要沿用吗？',
  'earlier.unreadable':
    '此浏览器中保存着对较早的同名文件（{name}，上次打开：{when}）的 {count} 项处理，但没有保存该文件的内容，无法对应。请先打开较早的文件，再重新打开当前文件。',
  'earlier.take': '沿用',
  'earlier.not-now': '暂不',
  'earlier.close': '关闭',
  'earlier.show': '显示待解决的数据',
  'earlier.report-title': '已沿用 {name} 的处理结果',
  'earlier.report-about': '撤销一次即可收回全部处理和备注。较早版本的处理结果保持不变。',
  'earlier.result': '结果',
  'earlier.taken': '已沿用的处理',
  'earlier.notes': '已沿用的备注',
  'earlier.by-id': '按 ID 找到，文本相同',
  'earlier.by-text': '按文本找到',
  'earlier.edited-count': '按 ID 找到，文本有改动',
  'earlier.ambiguous-count': '无法确定对应的数据',
  'earlier.gone-count': '已不存在的数据',
  'earlier.relabelled-count': '处理之后标签有变动',
  'earlier.conflicts': '在此处有不同的处理',
  'earlier.edited': '以下数据的文本有改动，处理结果已沿用，请核对。当前序号：{list}',
  'earlier.ambiguous': '有多条数据的文本与以下数据相同，且条数有变动，因此没有沿用。在较早版本中的序号：{list}',
  'earlier.gone': '以下数据已不存在，或文本已完全不同。在较早版本中的序号：{list}',
  'earlier.relabelled': '当前文件中，以下数据的标签与当时处理时不同，因此没有沿用，需要重新处理。',
  'earlier.row': '序号',
  'earlier.before': '当时的标签',
  'earlier.now': '现在的标签',
  'earlier.decision': '当时的处理',
  'earlier.more': '另有 {count} 条未列出。',
  'earlier.draws':
    '较早版本的随机抽查不是当前数据集的随机样本，估计将重新开始：当前数据集的抽查抽到某一条时，沿用的处理才会计入。',
};
