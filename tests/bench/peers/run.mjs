// Runs the form on every engine in turn, several times over, and compares medians. One process each would be fairer to
// memory; what counts here is time per message.
import { RECORD, SAID } from './form.mjs';

const ENGINES = ['liangwang', 'xstate', 'botbuilder', 'grammy'];
const ROUNDS = 5;
const MIN_MS = process.argv.includes('--quick') ? 100 : 1_000;

const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];

/** Messages per second of whole conversations; the record is looked at in each. */
async function measure(engine) {
  const began = performance.now();
  let messages = 0;
  let bytes = 0;
  while (performance.now() - began < MIN_MS) {
    const talk = await engine.open();
    for (const [i, text] of SAID.entries()) {
      await talk.say(text);
      if (i === SAID.length - 2) bytes = talk.bytes();
    }
    messages += SAID.length;
    const got = talk.record() ?? {};
    for (const [field, value] of Object.entries(RECORD)) {
      const plain = got[field] === true ? '是' : got[field] === false ? '否' : String(got[field]);
      if (plain !== value) throw new Error(`${engine.name}: ${field} is ${plain}, not ${value}`);
    }
  }
  return { perSecond: (messages * 1000) / (performance.now() - began), bytes };
}

const engines = await Promise.all(ENGINES.map((file) => import(`./${file}.mjs`)));
const results = engines.map(() => []);
for (let round = 0; round <= ROUNDS; round++)
  for (const [i, engine] of engines.entries()) {
    const result = await measure(engine);
    // the first round warms up
    if (round > 0) results[i].push(result);
  }
const rows = engines.map(({ name }, i) => ({
  name,
  perSecond: median(results[i].map(({ perSecond }) => perSecond)),
  bytes: results[i][0].bytes,
}));
const [own] = rows;
const width = Math.max(...rows.map(({ name }) => name.length));
console.log(`${'12 questions, one wrong answer'.padEnd(width)}  messages/s   this project is  stored at question 12`);
for (const { name, perSecond, bytes } of rows)
  console.log(
    `${name.padEnd(width)}  ${Math.round(perSecond).toLocaleString('en').padStart(10)}  ${(own.perSecond / perSecond).toFixed(1).padStart(10)} times  ${String(bytes).padStart(10)} bytes`,
  );
