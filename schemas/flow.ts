/**
 * The flow format: what a file in `bot-flows/` may say. Editors complete and check the files by `flow.schema.json`, which is
 * generated from here. Semantics and examples: docs/flows.md.
 */
import { z } from 'zod';
import { FIELD_KINDS, PRIVACY_CLASSES } from './field.js';
import { Condition, FlowId, Path, Steps, With } from './flow-steps.js';

const Duration = z
  .string()
  .regex(/^[1-9]\d*(m|h|d)$/)
  .meta({ description: '30m, 12h or 30d.' });

function isPattern(text: string): boolean {
  try {
    new RegExp(text, 'u');
    return true;
  } catch {
    return false;
  }
}

const Attribute = z.union([z.string(), z.number(), z.boolean()]);

/** An option of a choice; further keys are attributes that `filter` can use (`option.town == town`). */
const InlineOption = z
  .object({ value: z.string().min(1), label: z.string().min(1), synonyms: z.array(z.string()).optional() })
  .catchall(Attribute)
  .meta({ description: 'value, label, synonyms; further keys can be used in a filter.' });

const Options = z
  .union([z.array(InlineOption).min(1).max(2000), z.record(z.string(), z.string()), z.string()])
  .meta({ description: 'A list of options, value: label, or the name of a list in `lists`.' });

/** A field that belongs to this flow alone, or to a form that has no schema. */
const InlineField = z
  .strictObject({
    label: z.string().min(1),
    kind: z.enum(FIELD_KINDS).optional().meta({ description: 'text when missing.' }),
    required: z.boolean().optional().meta({ description: 'true when missing.' }),
    options: Options.optional(),
    help: z.string().optional(),
    example: z.string().optional(),
    unit: z.string().optional(),
    min: z.number().optional(),
    max: z.number().optional(),
    minLength: z.int().min(0).optional(),
    maxLength: z.int().min(1).optional(),
    synonyms: z.array(z.string()).optional(),
    privacy: z.enum(PRIVACY_CLASSES).optional(),
  })
  .meta({ title: 'field' });
export type InlineField = z.infer<typeof InlineField>;
export type InlineOption = z.infer<typeof InlineOption>;

const MigrationRule = z
  .union([
    z.strictObject({ rename: z.record(Path, Path) }),
    z.strictObject({ drop: z.array(Path).min(1) }),
    z.strictObject({ values: z.record(Path, z.record(z.string(), z.string())) }),
  ])
  .meta({ description: 'rename: {old: new}; drop: [field]; values: {field: {old: new}}.' });
export type MigrationRule = z.infer<typeof MigrationRule>;

export const FlowDocument = z
  .strictObject({
    flow: FlowId.meta({ description: 'Name of the flow; the file has the same name.' }),
    title: z.string().min(1).max(20).meta({ description: 'As people see it in the menu.' }),
    about: z.string().optional().meta({ description: 'One or two sentences for 帮助.' }),
    audience: z.array(z.string()).optional().meta({ description: 'Roles that may start it; everybody when missing.' }),
    start: z
      .strictObject({
        menu: z
          .string()
          .regex(/^\w{1,64}$/)
          .optional()
          .meta({ description: 'Key of the menu entry.' }),
        say: z.array(z.string().min(1)).optional().meta({ description: 'What people may type to begin.' }),
        match: z
          .strictObject({
            pattern: z.string().min(1).max(200).refine(isPattern),
            into: Path,
            inside: z.boolean().optional(),
          })
          .optional()
          .meta({
            description:
              'A sentence (RE2) that begins it outside of forms and goes whole into a `takes` field; with `inside` also in a form, where it is no answer.',
          }),
        order: z
          .int()
          .optional()
          .meta({ description: 'Place in the menu, small numbers first; without one at the end.' }),
        photos: Path.optional().meta({ description: 'A photo outside of forms begins it and goes into this field.' }),
      })
      .optional(),
    minutes: z.number().positive().max(120).optional().meta({ description: 'About how long it takes.' }),
    notes: z.string().optional().meta({ description: 'What changed in this version, for the next author.' }),
    record: z.string().optional().meta({ description: 'The schema whose fields are asked.' }),
    fields: z
      .record(z.string().regex(/^[A-Za-z_]\w*(\[\])?(\.[A-Za-z_]\w*(\[\])?)*$/), InlineField)
      .optional()
      .meta({ description: 'Fields of the flow itself: path: {label, kind, …}; in a list `workers[].name`.' }),
    repeats: z
      .record(
        z.string(),
        z.strictObject({ label: z.string(), min: z.int().min(0).optional(), max: z.int().min(1).max(500).optional() }),
      )
      .optional()
      .meta({ description: 'Lists of records of the flow itself.' }),
    lists: z.record(z.string(), Options).optional().meta({ description: 'Lists of options by name.' }),
    takes: z.array(Path).optional().meta({ description: 'Fields whose values are given at the start.' }),
    view: z.boolean().optional().meta({
      description:
        'It shows how things stand and holds nothing that could be lost: another flow ends it, its own words begin it anew, nothing reminds of it.',
    }),
    back: z
      .strictObject({ to: FlowId, with: With.optional(), when: Condition.optional() })
      .optional()
      .meta({ description: 'The flow that follows when this one has ended, whether it was handed over or cancelled.' }),
    aside: Path.optional().meta({
      description:
        'A `takes` text field that keeps what is said beside a question, a line each: a sentence where a choice or a photo is asked.',
    }),
    defaultsFrom: z.string().optional().meta({ description: 'A lookup whose record suggests values for all fields.' }),
    facts: With.optional().meta({
      description: 'What checks of the schema may know: lastTotal: last.labourUse.total.',
    }),
    timeouts: z
      .strictObject({ remind: Duration.optional(), park: Duration.optional(), expire: Duration.optional() })
      .optional()
      .meta({ description: 'Remind after a pause, park the draft, throw the draft away.' }),
    migrate: z.array(MigrationRule).optional().meta({ description: 'How parked drafts of older versions move here.' }),
    texts: z
      .record(z.string(), z.string())
      .optional()
      .meta({ description: 'Other words for sentences of the engine.' }),
    steps: Steps,
  })
  .meta({ title: 'flow', description: 'A conversation of the bot.' });
export type FlowDocument = z.infer<typeof FlowDocument>;
