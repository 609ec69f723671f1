// xstate: one state a question, a guard for its check, the persisted snapshot as JSON text between any two messages.
import { assign, createActor, createMachine } from 'xstate';
import { QUESTIONS } from './form.mjs';

export const name = 'xstate, persisted snapshot each step';

const states = Object.fromEntries(
  QUESTIONS.map(({ name: field, check }, i) => [
    field,
    {
      on: {
        ANSWER: {
          guard: ({ event }) => check(event.text),
          target: QUESTIONS[i + 1]?.name ?? 'done',
          actions: assign({ answers: ({ context, event }) => ({ ...context.answers, [field]: event.text }) }),
        },
      },
    },
  ]),
);
const machine = createMachine({
  id: 'form',
  initial: QUESTIONS[0].name,
  context: { answers: {} },
  states: { ...states, done: { type: 'final' } },
});

export async function open() {
  const first = createActor(machine);
  first.start();
  let stored = JSON.stringify(first.getPersistedSnapshot());
  first.stop();
  return {
    async say(text) {
      const actor = createActor(machine, { snapshot: JSON.parse(stored) });
      actor.start();
      actor.send({ type: 'ANSWER', text });
      stored = JSON.stringify(actor.getPersistedSnapshot());
      actor.stop();
    },
    record: () => JSON.parse(stored).context.answers,
    bytes: () => Buffer.byteLength(stored),
  };
}
