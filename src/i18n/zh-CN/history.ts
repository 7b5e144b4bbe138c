import type { historyEn } from '../en/history.js';
import type { Message } from '../message.js';

/** 最近更改的列表。 */
export const historyZh: Record<keyof typeof historyEn, Message> = {
  'history.open': '最近的更改',
  'history.title': '最近十次更改',
  'history.none': '还没有更改。',
  'history.close': '关闭',
  'history.row': '第 {row} 条',
  'history.rows': '{count} 条',
  'history.several': '多种标签',
  'history.undecided': '{label}（未处理）',
  'history.noted': '{count} 条备注',
  'history.unnoted': '删除 {count} 条备注',
  'history.taken': '采纳自他处',
  'history.revert': '撤回',
  'history.revert-button': '撤回',
  'history.revert-name': '撤回：{place}，{what}',
  'history.again': '之后又有更改',
  'history.labels': '编辑标签',
  'history.only-undo': '只能撤销',
  'history.same': '没有变化',
  'history.done': '已撤回 {count} 条',
  'history.done-kept': '{what}；另有 {count} 条之后又有更改，保持不变',
};
