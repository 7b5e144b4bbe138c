import type { sessionEn } from '../en/session.js';
import type { Message } from '../message.js';

/** 会话文件：合并前的对话框、不一致的处理，以及下载。 */
export const sessionZh: Record<keyof typeof sessionEn, Message> = {
  'session.title': '合并会话',
  'session.belongs': '{name} 是对当前数据集 {dataset} 的处理记录。确认合并之前不会有任何改动。',
  'session.belongs-stored': '{name} 是对 {dataset} 的处理记录，该数据集保存在此浏览器中。将先打开数据集，再合并。',
  'session.result': '合并结果',
  'session.taken': '将采纳的处理',
  'session.notes': '将采纳的备注',
  'session.both': '双方都处理过的数据',
  'session.same': '处理一致',
  'session.same-of': '{same}（{percent}）',
  'session.kappa': 'Cohen’s kappa 一致性系数',
  'session.kappa-none': '无定义：仅凭偶然即完全一致',
  'session.conflicts': '处理不一致',
  'session.conflicts-hint': '这些数据保持不变。合并后列表会显示它们，对某一条再次作出处理即告解决。',
  'session.row': '序号',
  'session.here': '此处',
  'session.there': '会话中',
  'session.kept': '{label}（保留）',
  'session.more': '另有 {count} 条未列出。',
  'session.cancel': '取消',
  'session.confirm': '合并',
  'session.confirm-stored': '打开并合并',
  'session.conflict': '这一条的处理不一致。再次作出处理即可解决。',
  'session.download': '会话（JSON）',
  'session.download-hint': '处理结果、备注与设置，可在另一个浏览器中继续或合并。',
  'session.with-texts': '包含这些数据的文本',
  'session.downloaded': '{name}：{count} 项处理',
  'session.merged': '已采纳 {count} 条',
  'session.merged-conflicts': '{what}，{count} 条待解决',
};
