/** The record's own rules, each put into the block of its fields and held against the one that is asked last. */
import type { Builder, Instance } from './builder.js';
import type { Block, BlockCheck } from './plan.js';

export function addChecks(b: Builder): void {
  for (const instance of b.instances) {
    const { record } = instance.document;
    const kind = record === undefined ? undefined : b.registry.records.get(record);
    for (const check of kind?.checks ?? []) {
      const list = /^(.*\[\])\.[^[\]]+$/.exec(check.reads[0] ?? '')?.[1];
      const block = list === undefined ? instance.block : blockOfList(b, instance, list.slice(0, -2));
      if (block === undefined) continue;
      const local = (path: string) =>
        list === undefined
          ? `${instance.prefix}${path}`
          : path.slice(path.startsWith(`${list}.`) ? list.length + 1 : 0);
      const slots = (paths: readonly string[]) =>
        paths.map((path) => block.slots.get(local(path))).filter((slot) => slot !== undefined);
      const reads = slots(check.reads);
      // a rule about a field that this flow does not ask cannot be held against anybody
      if (reads.length < check.reads.length || reads.length === 0) continue;
      const mends = slots(check.mendedBy ?? check.reads);
      addCheck(block, { check, reads, mends, owner: ownerOf(block, reads), local });
    }
  }
}

function blockOfList(b: Builder, instance: Instance, list: string): Block | undefined {
  const slot = instance.block.slots.get(`${instance.prefix}${list}`);
  return b.blocks.find(({ parent }) => parent?.block === instance.block && parent.slot === slot);
}

function ownerOf(block: Block, reads: readonly number[]): number {
  const asked = reads.filter((slot) => block.nodes[slot]?.kind === 'field');
  return Math.max(...(asked.length > 0 ? asked : reads));
}

function addCheck(block: Block, added: BlockCheck): void {
  const same = ({ check, reads }: BlockCheck) => check.code === added.check.code && reads.join() === added.reads.join();
  if (!block.checks.some(same)) block.checks.push(added);
}
