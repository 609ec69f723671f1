/** Random flows, random answers: what is worked out step by step is what would be worked out from the answers alone. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Plan } from '../../../../src/conversation/compile/plan.js';
import { endWork, setInput } from '../../../../src/conversation/form/change.js';
import {
  addItem,
  type Form,
  nextQuestion,
  openForm,
  removeItem,
  reportOf,
} from '../../../../src/conversation/form/headless.js';
import { refAt } from '../../../../src/conversation/form/path.js';
import { loadForm, saveForm } from '../../../../src/conversation/form/save.js';
import { beginWork } from '../../../../src/conversation/form/work.js';
import { smallPlan } from '../house.js';

const RUNS = { seed: 20100726, numRuns: Number(process.env.FC_RUNS ?? 150) };
const context = { today: '2010-08-10', me: {}, checkFacts: {} };
const SIZE = 8;

interface Step {
  kind: 'ask' | 'compute';
  when?: string;
  rule?: string;
  suggestion?: string;
}

/** An expression over earlier fields and, sometimes, the list. */
function expression(upTo: number, list: boolean): fc.Arbitrary<string> {
  const field = fc.nat(Math.max(upTo - 1, 0)).map((i) => `f${i}`);
  const number = fc.oneof(field, fc.integer({ min: 0, max: 5 }).map(String));
  const compare = fc.tuple(number, fc.constantFrom('<', '>', '==', '<='), number).map((parts) => parts.join(' '));
  const has = field.map((f) => `has(${f})`);
  const inList = fc.constantFrom('people.exists(p, p.pay > 2)', 'count(people) > 1', 'sum(people.map(p, p.pay)) > f0');
  const leaf = list ? fc.oneof(compare, has, inList) : fc.oneof(compare, has);
  return fc.oneof(
    leaf,
    fc.tuple(leaf, fc.constantFrom('&&', '||'), leaf).map((parts) => parts.join(' ')),
    leaf.map((e) => `!(${e})`),
  );
}

function step(i: number): fc.Arbitrary<Step> {
  if (i === 0) return fc.constant({ kind: 'ask' });
  const list = i > 4;
  const when = fc.option(expression(i, list), { nil: undefined });
  const sum = fc.tuple(fc.nat(i - 1), fc.nat(i - 1)).map(([a, b]) => `f${a} + f${b}`);
  return fc.oneof(
    {
      weight: 3,
      arbitrary: fc.record({
        kind: fc.constant('ask' as const),
        when,
        rule: fc.option(
          fc.nat(i - 1).map((j) => `f${i} <= f${j} + 2`),
          { nil: undefined },
        ),
        suggestion: fc.option(sum, { nil: undefined }),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constant('compute' as const),
        when,
        rule: fc.constant(undefined),
        suggestion: sum,
      }),
    },
  ) as fc.Arbitrary<Step>;
}

const flow = fc.tuple(...Array.from({ length: SIZE }, (_, i) => step(i))).map(yamlOf);

function yamlOf(steps: readonly Step[]): { fields: string; steps: string } {
  const lines: string[] = [];
  steps.forEach(({ kind, when, rule, suggestion }, i) => {
    if (i === 4) {
      lines.push('- repeat: people', '  each:', '    - ask: pay', '    - ask: note', '      when: pay > f1');
      lines.push('      warnIf: note > f2', '      warn: 怪');
    }
    lines.push(`- ${kind}: f${i}`);
    if (kind === 'compute') lines.push(`  value: ${suggestion}`);
    else if (suggestion !== undefined) lines.push(`  default: ${suggestion}`);
    if (when !== undefined) lines.push(`  when: ${JSON.stringify(when)}`);
    if (rule !== undefined) lines.push(`  constraint: ${rule}`, '  message: 多了');
  });
  const fields = steps.map((_, i) => `f${i}: { label: 字段${i}, kind: integer }`);
  fields.push('people[].pay: { label: 工资, kind: integer }', 'people[].note: { label: 备注, kind: integer }');
  return { fields: fields.join('\n'), steps: lines.join('\n') };
}

type Edit = { set: string; value: number | null | undefined } | { add: true } | { remove: number };
const edit: fc.Arbitrary<Edit> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      set: fc.nat(SIZE - 1).map((i) => `f${i}`),
      value: fc.oneof(fc.integer({ min: 0, max: 6 }), fc.constant(null), fc.constant(undefined)),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      set: fc.tuple(fc.nat(2), fc.constantFrom('pay', 'note')).map(([i, f]) => `people[${i}].${f}`),
      value: fc.integer({ min: 0, max: 6 }),
    }),
  },
  { weight: 2, arbitrary: fc.constant<Edit>({ add: true }) },
  { weight: 1, arbitrary: fc.nat(2).map((remove): Edit => ({ remove })) },
);

function planFor({ fields, steps }: { fields: string; steps: string }): Plan {
  return smallPlan(fields, steps, 'repeats: { people: { label: 人 } }');
}

function apply(form: Form, each: Edit): Form {
  if ('add' in each) return addItem(form, 'people') ?? form;
  if ('remove' in each) return removeItem(form, 'people', each.remove);
  const ref = refAt(form, each.set);
  const node = ref?.block.nodes[ref.slot];
  if (ref === undefined || node?.kind !== 'field') return form;
  const work = beginWork(form);
  setInput(work, ref, each.value);
  return endWork(work);
}

/** What a program can see of a form. */
function seen(form: Form) {
  return { ...reportOf(form), next: nextQuestion(form) };
}

describe('any flow, any answers', () => {
  test('worked out step by step is worked out from the answers', () => {
    fc.assert(
      fc.property(flow, fc.array(edit, { maxLength: 25 }), (yaml, edits) => {
        const plan = planFor(yaml);
        let form = openForm(plan, context);
        for (const each of edits) {
          form = apply(form, each);
          const saved = JSON.parse(JSON.stringify(saveForm(form)));
          const loaded = loadForm(plan, context, saved);
          expect(seen(loaded)).toEqual(seen(form));
          expect(saveForm(loaded)).toEqual(saved);
        }
      }),
      RUNS,
    );
  });

  test('the order of edits does not matter', () => {
    fc.assert(
      fc.property(
        flow,
        fc.uniqueArray(
          edit.filter((each): each is Extract<Edit, { set: string }> => 'set' in each),
          {
            selector: (each) => each.set,
            maxLength: 10,
          },
        ),
        fc.infiniteStream(fc.nat()),
        (yaml, edits, chance) => {
          const start = [{ add: true }, { add: true }, { add: true }].reduce(
            (form, each) => apply(form, each as Edit),
            openForm(planFor(yaml), context),
          );
          const shuffled = [...edits];
          for (let i = shuffled.length - 1; i > 0; i--) {
            const j = (chance.next().value ?? 0) % (i + 1);
            const [a, b] = [shuffled[i], shuffled[j]] as [(typeof edits)[number], (typeof edits)[number]];
            [shuffled[i], shuffled[j]] = [b, a];
          }
          const one = edits.reduce(apply, start);
          const other = shuffled.reduce(apply, start);
          expect(seen(other)).toEqual(seen(one));
          expect(saveForm(other)).toEqual(saveForm(one));
        },
      ),
      RUNS,
    );
  });

  test('what is hidden has no value, and nothing is asked for that is hidden', () => {
    fc.assert(
      fc.property(flow, fc.array(edit, { maxLength: 25 }), (yaml, edits) => {
        const form = edits.reduce(apply, openForm(planFor(yaml), context));
        const { hidden, values, violations, next } = seen(form);
        for (const path of hidden) {
          expect(Object.keys(values)).not.toContain(path);
          expect(next?.path).not.toBe(path);
        }
        expect(violations.filter(({ field }) => hidden.includes(field))).toEqual([]);
        // nothing open means nothing missing
        if (next === null) expect(violations).toEqual([]);
      }),
      RUNS,
    );
  });

  test('an older form is as it was, whatever was changed after it', () => {
    fc.assert(
      fc.property(flow, fc.array(edit, { maxLength: 12 }), fc.array(edit, { maxLength: 12 }), (yaml, first, then) => {
        const form = first.reduce(apply, openForm(planFor(yaml), context));
        const before = JSON.stringify([seen(form), saveForm(form)]);
        then.reduce(apply, form);
        expect(JSON.stringify([seen(form), saveForm(form)])).toBe(before);
      }),
      RUNS,
    );
  });
});
