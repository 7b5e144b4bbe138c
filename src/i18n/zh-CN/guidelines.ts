import type { guidelinesEn } from '../en/guidelines.js';
import type { Message } from '../message.js';

/** 团队对标签的约定。 */
export const guidelinesZh: Record<keyof typeof guidelinesEn, Message> = {
  'guidelines.title': '标签说明',
  'guidelines.edit': '编辑',
  'guidelines.hint': '处理这份数据的每个人都应了解的约定。它随数据集保存在此浏览器中，并显示在每条数据旁边。',
  'guidelines.text': '整个数据集',
  'guidelines.labels': '各个标签',
  'guidelines.find': '查找标签',
  'guidelines.more': '还有 {count} 个标签。输入名称的一部分即可查找。',
  'guidelines.read-only': '该数据集已在另一个标签页中打开，这里只能查看。要修改标签说明，请点击“改在这里编辑”。',
  'guidelines.close': '关闭',
};
