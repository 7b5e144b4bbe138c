import { TRAINING_ORDERS, type Order } from '../../domain/review/rank.js';

/** A signal that the list can show beside its rows. */
export type ListedSignal = 'loss' | (typeof TRAINING_ORDERS)[number];

/** The signal beside the rows of an order: its training signal, else the loss. */
export function listedSignal(order: Order): ListedSignal {
  return TRAINING_ORDERS.find((signal) => signal === order) ?? 'loss';
}
