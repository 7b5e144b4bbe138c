import type { estimateEn } from '../en/estimate.js';
import type { Message } from '../message.js';

/** 剩余错误标签的估计、随机抽查与抽样检查。 */
export const estimateZh: Record<keyof typeof estimateEn, Message> = {
  'estimate.button': '约剩 {estimate} 个错误标签（{low} 至 {high}）',
  'estimate.button-none': '还剩多少错误标签？',
  'estimate.title': '还剩多少错误标签',
  'estimate.about': '约剩 {count} 个错误标签，95% 置信区间为 {low} 至 {high}。',
  'estimate.none': '暂无估计：列表的每一部分都需要有随机抽查的数据。',
  'estimate.known': '全部数据均已处理，没有剩余的错误标签。',
  'estimate.basis': '依据：随机抽查的 {count} 条，以及你的全部处理结果。',
  'estimate.width': '随机抽查的 {count} 条中有 {wrong} 个错误标签，未处理的数据中仍可能有多达 {share} 的错误。',
  'estimate.narrower': '抽查越多，区间越窄：抽查数量为四倍时，区间约减半。',
  'estimate.draws': '每十条中有一条随机抽查',
  'estimate.draws-hint':
    '仅当列表包含全部数据并按损失从高到低排列时，才会随机抽查。没有随机抽查就没有可靠的估计：列表前端的情况不能代表其余部分。',
  'estimate.draw': '随机抽查',
  'estimate.draw-hint': '这一条是随机抽取的，用来估计列表其余部分还有多少错误标签。',
  'estimate.yield': '已处理数据中的错误标签',
  'estimate.yield-caption': '已处理的数据，按损失从高到低',
  'estimate.yield-text': '前 {first} 条已处理数据中，{firstShare} 的标签有误；全部 {all} 条中为 {allShare}。',
  'estimate.yield-none': '尚未处理任何数据。',
  'estimate.stop': '可以停下来了吗？',
  'estimate.stop-yes': '如果是从列表前端依次处理的，可以：有 95% 的把握已找出至少 {target} 的错误标签（p = {p}）。',
  'estimate.stop-no':
    '还不可以：尚不能确定已找出 {target} 的错误标签（p = {p}，需不大于 0.05）。连续多条没有错误标签之后才能确定。',
  'estimate.close': '关闭',
};
