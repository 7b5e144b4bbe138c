import type { healthEn } from '../en/health.js';
import type { Message } from '../message.js';

/** 各标签的质量，以及容易混淆的标签。 */
export const healthZh: Record<keyof typeof healthEn, Message> = {
  'health.open': '标签概览',
  'health.title': '标签概览',
  'health.working': '正在统计…',
  'health.close': '关闭',
  'health.issues': '在有预测的 {rows} 条数据中，约有 {count} 条未处理的数据标签可能有误（置信学习）。',
  'health.out-of-sample': '每条数据都由没有见过它的学习器判断。',
  'health.in-sample': '如果模型是用这些数据训练的，它已经记住了它们的标签，那么实际的错误会比这里多。',
  'health.label': '标签',
  'health.rows': '数据量',
  'health.probably-wrong': '可能有误',
  'health.checked': '已处理中有误',
  'health.checked-of': '{wrong} / {reviewed}',
  'health.confused': '最常被预测为',
  'health.show-label': '显示标签为“{label}”但预测不同的数据',
  'health.matrix': '标签与预测的对照',
  'health.matrix-hint': '纵向是标签，横向是预测。点击格子可查看其中的数据。',
  'health.left-out': '另有 {count} 个标签未显示：这里只显示最容易混淆的 {shown} 个。',
  'health.not-listed': '另有 {count} 个标签未列出，其中可能有误的数据更少。',
  'health.cell': '标签 {given}，预测 {predicted}：{count} 条',
  'health.cell-right': '标签与预测都是 {given}：{count} 条',
  'health.pairs': '容易混淆的标签',
  'health.pair-share': '占两者数据的 {share}',
  'health.none': '没有标签被预测为另一个标签。',
};
