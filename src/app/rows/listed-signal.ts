import { TRAINING_ORDERS, type Order } from '../../domain/review/rank.js';
import type { ListedSignal } from './view-choices.js';

/** The signal beside the rows of an order: its training signal, else the loss. */
export function listedSignal(order: Order): ListedSignal {
  return TRAINING_ORDERS.find((signal) => signal === order) ?? 'loss';
}
