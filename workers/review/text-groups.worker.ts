import { expose, transfer } from 'comlink';
import type { TextGroupsWire } from '../../src/protocol/text-groups-wire.js';
import { TextGroupsWork } from './text-groups.js';

const work = new TextGroupsWork();

expose({
  begin: (plan) => work.begin(plan),
  read: (text, second) => work.read(text, second),
  finish: async () => {
    const finished = await work.finish();
    if (!finished.ok) return finished;
    const { same, near, bare } = finished.value;
    return transfer(finished, [same.buffer, bare.buffer, ...(near ? [near.buffer] : [])]);
  },
  nearest: async (from, to) => {
    const found = await work.nearest(from, to);
    return found.ok ? transfer(found, [found.value.row.buffer, found.value.similarity.buffer]) : found;
  },
} satisfies TextGroupsWire);
