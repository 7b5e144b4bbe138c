import { expose, transfer } from 'comlink';
import type { ModelWire } from '../../src/protocol/model-wire.js';
import { reportDevices } from './device.js';
import { ModelHost, outcome } from './host.js';

const host = new ModelHost();

expose({
  devices: () => outcome(reportDevices),
  load: (request) => host.load(request),
  loading: () => Promise.resolve(host.loading()),
  async tokenize(text, textB) {
    const result = await host.tokenize(text, textB);
    if (!result.ok) return result;
    const { ids, offsets, segmentB, truncated } = result.value;
    return transfer(result, [ids.buffer, offsets.buffer, segmentB.buffer, truncated.buffer]);
  },
  async score(batch) {
    const result = await host.score(batch);
    return result.ok ? transfer(result, [result.value.logits.buffer, result.value.loss.buffer]) : result;
  },
  parity: (batch) => host.parity(batch),
} satisfies ModelWire);
