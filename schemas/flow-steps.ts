/** The steps of a flow (see flow.ts). Each kind has a word of its own that comes first: `ask`, `section`, `submit`. */
import { z } from 'zod';

const text = (description: string) => z.string().min(1).meta({ description });
export const Expr = z.union([z.string().min(1), z.number(), z.boolean()]).meta({
  description: 'An expression (CEL): unitKind != "unlicensed" && total > 3. Texts inside it stand in double quotes.',
});
export const Condition = z
  .union([z.string().min(1), z.boolean()])
  .meta({ description: 'An expression that is true or false.' });
const Template = (description: string) => text(`${description} Values stand in double braces: {{total}}.`);
export const Path = z
  .string()
  .regex(/^[A-Za-z_]\w*(\.[A-Za-z_]\w*)*$/)
  .meta({ description: 'A field by its path in the record: name, labourUse.total.' });
const Action = z
  .string()
  .regex(/^[A-Za-z_]\w*(\.[A-Za-z_]\w*)*$/)
  .meta({ description: 'Something the house can do: employers.similar.' });
export const FlowId = z.string().regex(/^[a-z][a-z0-9-]*$/);
export const With = z
  .record(z.string(), Expr)
  .meta({ description: 'What is handed over: a name and an expression each.' });
const common = {
  when: Condition.optional().meta({ description: 'Only when this is true. What is not known counts as no.' }),
};

const Choices = z
  .strictObject({
    filter: Condition.optional().meta({
      description: 'Which options are offered; `option.value`, `option.label` and its attributes can be used.',
    }),
    from: Action.optional().meta({ description: 'A service that knows the options.' }),
    with: With.optional(),
  })
  .meta({ description: 'Narrows the options of the field, or fetches them.' });

export const AskStep = z
  .strictObject({
    ask: z.union([Path, z.array(Path).min(1).max(12)]).meta({
      description: 'One field, or several that are asked in one message.',
    }),
    say: Template('The question; without it the label of the field.').optional(),
    hint: Template('A second line that helps.').optional(),
    ...common,
    required: Condition.optional().meta({ description: 'Whether it may be skipped; without it what the schema says.' }),
    constraint: Condition.optional().meta({ description: 'Must hold, else the answer is refused.' }),
    message: Template('Why the constraint refuses.').optional(),
    warnIf: Condition.optional().meta({ description: 'When it is true, the person is asked to confirm.' }),
    warn: Template('What is odd and to be confirmed.').optional(),
    default: Expr.optional().meta({ description: 'A suggested value; it never overwrites an answer.' }),
    keep: z.boolean().optional().meta({ description: 'Not asked when there is a suggested value already.' }),
    choices: Choices.optional(),
    or: z
      .array(z.string().regex(/^(none|(photo|file|location):[A-Za-z_][\w.]*)$/))
      .min(1)
      .optional()
      .meta({ description: 'What is also taken: none (there is nothing), photo:licence (a photo into that field).' }),
  })
  .meta({ title: 'ask', description: 'Asks for one or several fields.' });

const SayStep = z
  .strictObject({ say: Template('Said once, together with the next question.'), ...common })
  .meta({ title: 'say', description: 'Says something without a question.' });

const ComputeStep = z
  .strictObject({ compute: Path, value: Expr, ...common })
  .meta({ title: 'compute', description: 'A field that is worked out and never asked.' });

export const Steps: z.ZodType<Step[]> = z
  .array(z.lazy(() => Step))
  .meta({ description: 'Steps, one after the other.' });

const SectionStep = z
  .strictObject({
    section: Template('Title; said with the progress when the section begins.'),
    ...common,
    steps: Steps,
  })
  .meta({ title: 'section', description: 'Steps with a title and, perhaps, a condition.' });

const RepeatStep = z
  .strictObject({
    repeat: Path.meta({ description: 'A list of the record.' }),
    title: text('What one entry is called: 劳动者.').optional(),
    item: Template('How one entry is shown in lists: {{name}}.').optional(),
    ...common,
    min: z.int().min(0).max(500).optional(),
    max: z.int().min(1).max(500).optional(),
    count: Expr.optional().meta({ description: 'Exactly so many entries, instead of asking for more.' }),
    each: z.union([AskStep, Steps]).meta({ description: 'The steps for each entry; or one ask.' }),
  })
  .meta({ title: 'repeat', description: 'A list of records: add, change, remove.' });

const UseStep = z
  .strictObject({
    use: FlowId.meta({ description: 'The flow whose steps are put in here.' }),
    as: Path.meta({ description: 'Where its fields go.' }),
    with: With.optional().meta({ description: 'Values for what the flow `takes`.' }),
    returns: z.record(Path, Path).optional().meta({ description: 'Own field: field of the other flow.' }),
    ...common,
  })
  .meta({ title: 'use', description: 'Steps of another flow.' });

const LookupStep = z
  .strictObject({
    lookup: Action,
    as: z
      .string()
      .regex(/^[A-Za-z_]\w*$/)
      .meta({ description: 'Name of the record that was found: same → {{same.fileNo}}, has(same).' }),
    with: With.optional(),
    item: Template('How one record is shown; its parts stand below found: {{found.name}}.').optional(),
    confirm: Template('Asked when one was found: is it this one?').optional(),
    pick: Template('Asked when several were found: which one?').optional(),
    ...common,
    on: z
      .strictObject({ one: Steps.optional(), many: Steps.optional(), none: Steps.optional() })
      .optional()
      .meta({ description: 'Steps for one (found, confirmed or picked), many (not picked from), none.' }),
  })
  .meta({ title: 'lookup', description: 'Asks the house for records and goes on by what was found.' });

const ReviewStep = z
  .union([
    z.literal('review'),
    z.strictObject({ review: z.union([z.literal(true), Template('Said above the list.')]), ...common }),
  ])
  .meta({
    title: 'review',
    description: 'Shows everything as a numbered list; each line can be changed by its number.',
  });

const SubmitStep = z
  .strictObject({
    submit: Action,
    with: With.optional(),
    partial: z.boolean().optional().meta({ description: 'The record is only a part; its schema is not asked.' }),
    done: Template('Said when it went through; parts of the result can be used.').optional(),
    ...common,
  })
  .meta({ title: 'submit', description: 'Hands the record over. The flow is finished.' });

const StopStep = z
  .strictObject({ stop: Template('Said at the end.'), ...common })
  .meta({ title: 'stop', description: 'Ends the flow without handing anything over.' });

const GoStep = z
  .strictObject({ go: FlowId, with: With.optional(), ...common })
  .meta({ title: 'go', description: 'Ends this flow and begins another one.' });

/** The word that names a kind of step, in the order in which they are looked for. */
export const STEP_VERBS = [
  'ask',
  'compute',
  'section',
  'repeat',
  'use',
  'lookup',
  'review',
  'submit',
  'stop',
  'go',
  'say',
] as const;

export type AskStep = z.infer<typeof AskStep>;
export type UseStep = z.infer<typeof UseStep>;
type Condition = string | boolean;
export interface SectionStep {
  section: string;
  when?: Condition | undefined;
  steps: Step[];
}
export interface RepeatStep {
  repeat: string;
  title?: string | undefined;
  item?: string | undefined;
  when?: Condition | undefined;
  min?: number | undefined;
  max?: number | undefined;
  count?: string | number | boolean | undefined;
  each: AskStep | Step[];
}
export interface LookupStep {
  lookup: string;
  as: string;
  with?: z.infer<typeof With> | undefined;
  item?: string | undefined;
  confirm?: string | undefined;
  pick?: string | undefined;
  when?: Condition | undefined;
  on?: { one?: Step[] | undefined; many?: Step[] | undefined; none?: Step[] | undefined } | undefined;
}
export type Step =
  | AskStep
  | z.infer<typeof SayStep>
  | z.infer<typeof ComputeStep>
  | SectionStep
  | RepeatStep
  | UseStep
  | LookupStep
  | z.infer<typeof ReviewStep>
  | z.infer<typeof SubmitStep>
  | z.infer<typeof StopStep>
  | z.infer<typeof GoStep>;

export const Step: z.ZodType<Step> = z.union([
  AskStep,
  ComputeStep,
  SectionStep,
  RepeatStep,
  UseStep,
  LookupStep,
  ReviewStep,
  SubmitStep,
  StopStep,
  GoStep,
  SayStep,
]);
