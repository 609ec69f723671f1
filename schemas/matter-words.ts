/** Words by which the house proposes categories, tracks and red flags: `config/matter-words.yaml`, kept by the bureau. */
import { z } from 'zod';
import { MATTER_CATEGORIES, RED_FLAGS, TRACKS } from './matter-enums.js';

const oneOf = <V extends string>(options: readonly { value: V }[]) =>
  z.enum(options.map(({ value }) => value) as [V, ...V[]]);

/** Plain words; `~` stands for up to six other characters. */
const Words = z.array(z.string().min(1).max(40)).min(1);

/** `unless`: what looks like a word and is none (跳楼价). */
const listFor = <S extends z.ZodType>(code: S) =>
  z.array(z.strictObject({ code, words: Words, unless: z.array(z.string().min(2)).optional() }));

/** Where a person is sent: what it is called, its telephone, where it is. */
export const Office = z.strictObject({
  name: z.string().min(2),
  phone: z.string().min(3).max(40).optional(),
  address: z.string().max(200).optional(),
});
export type Office = z.infer<typeof Office>;

export const MatterWords = z.strictObject({
  /** Characters that people write for others (traditional forms). */
  variants: z.record(z.string().length(1), z.string().length(1)),
  categories: listFor(oneOf(MATTER_CATEGORIES)),
  tracks: listFor(oneOf(TRACKS)),
  redFlags: listFor(oneOf(RED_FLAGS)),
  /** Our own people and units, the whole brigade, and what people say of their conduct. Plain words. */
  ownStaff: z.strictObject({ who: Words, brigade: Words, conduct: Words }),
  offices: z.partialRecord(oneOf(TRACKS), Office),
  /** Words that are told in groups and are also names of people. */
  publicWords: z.array(z.string().min(2)),
  /** Districts and counties around, with who is in charge there. */
  neighbours: z.array(z.strictObject({ names: z.array(z.string().min(2)).min(1), office: Office })),
});
export type MatterWords = z.infer<typeof MatterWords>;
