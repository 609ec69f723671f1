// One process of those that are killed: sweeps of nudges at the times it is told. Its memory is all that dies with it.
import { drawHouse, from, openHouse } from './house.mjs';

let house;

/** An empty database with the plan of 2010 in force. @param {{uri: string, cells: number}} size */
export async function prepare({ uri, cells }) {
  const { systemScope } = await from('domain/rights/index');
  const { instantiatePlan } = await from('domain/tasks/index');
  house = await openHouse(uri);
  await drawHouse(house, cells);
  const plan = { plan: 'huiji-2010', districtId: 'd' };
  await house.run((work) => instantiatePlan(work, systemScope('2010-07-26'), plan));
}

/** Loads what a sweep needs, so that a death falls into its work and not into its beginning. */
export async function warm({ uri }) {
  await from('jobs/nudge-tasks');
  house ??= await openHouse(uri);
}

/** One wake. @param {{uri: string, day: string, time: string}} at @returns how many rungs an earlier day had forgotten */
export async function sweep({ uri, day, time }) {
  const { sweepNudges } = await from('jobs/nudge-tasks');
  const { instantAt } = await from('lib/day');
  house ??= await openHouse(uri);
  house.now = instantAt(day, time);
  return (await sweepNudges(house.deps, house.now, async () => {})).gap;
}

/** What was told: each rung with its target and day, and each message with its target, day and slot. */
export async function told({ uri }) {
  house ??= await openHouse(uri);
  const { db } = house.deps;
  const keys = new Map((await db.collection('tasks').find().toArray()).map(({ _id, key }) => [`task:${_id}`, key]));
  const rows = await db.collection('nudges').find({ outcome: 'sent' }).toArray();
  const messages = await db.collection('outbox').find().toArray();
  return {
    rungs: rows.map(({ item, due, rung, target, day }) => `${keys.get(item)} ${due} ${rung} ${target} ${day}`),
    slots: messages.map(({ effectKey }) => effectKey),
  };
}
