/** Notices about employers to a unit's group: facts and the next step, no persons (voice.md rule 10). */

export function refusedNotice(name: string, refusals: number): string {
  const times = refusals > 1 ? `第 ${refusals} 次` : '';
  return `${name}${times}拒绝配合采集。请安排专职监察员上门，两个工作日内回复结果。`;
}

/** LAB art. 15: child labour is forbidden; the finding is confirmed on the spot the same day. */
export function under16Notice(name: string, count: number): string {
  return `⚠ ${name}：采集时填报疑似未满 16 周岁 ${count} 人。请专职监察员今天到场核实，并报区指挥中心。`;
}
