/** Strict reading of requests: unknown fields and broken limits are refused, display limits only noted. */
import { z } from 'zod';
import { byteLength } from '../../lib/utf8.js';
import { ApiError } from './api-error.js';

/** 参数不合法: the code for whatever has no code of its own. */
const INVALID_PARAMETER = 40058;

/** For `refine`: the request is refused with this code. */
export const refuse = (errcode: number, error: string) => ({ error, params: { errcode } });

/** For `refine`: the request passes, but the platform cuts the text or may not show all of it. */
const note = (error: string) => ({ error, params: { note: true } });

/**
 * Checks `value` and returns what the platform would cut or hide.
 * @throws ApiError with the code of the first broken rule, 40058 for unknown, missing or ill-typed fields
 */
export function checkStrict<T>(schema: z.ZodType<T>, value: unknown): { value: T; notes: string[] } {
  const parsed = schema.safeParse(value);
  if (parsed.success) return { value: parsed.data, notes: [] };
  const notes: string[] = [];
  for (const issue of parsed.error.issues) {
    const params = issue.code === 'custom' ? issue.params : undefined;
    if (params?.note === true) notes.push(`${issue.path.join('.')}: ${issue.message}`);
    else throw refusal(issue, params?.errcode);
  }
  // Schemas here never transform, so what passed the hard rules is the value itself.
  return { value: value as T, notes };
}

function refusal(issue: z.core.$ZodIssue, errcode: unknown): ApiError {
  const at = issue.path.join('.') || 'request';
  const unknown = issue.code === 'unrecognized_keys' ? `unknown field ${issue.keys.join(', ')}` : issue.message;
  return new ApiError(typeof errcode === 'number' ? errcode : INVALID_PARAMETER, `invalid param ${at}: ${unknown}`);
}

/** A text of at most `max` bytes; longer is refused. */
export const bytes = (max: number, errcode = INVALID_PARAMETER) =>
  z.string().refine((s) => byteLength(s) <= max, refuse(errcode, `exceed max length ${max}`));

/** A text that the platform cuts at `max` bytes. */
export const cutBytes = (max: number) => z.string().refine((s) => byteLength(s) <= max, note(`cut at ${max} bytes`));

/** A text that the platform cuts, or may not show, beyond `max` characters. */
export const shown = (max: number) =>
  z.string().refine((s) => [...s].length <= max, note(`only ${max} characters shown`));

export const nonEmpty = (errcode = INVALID_PARAMETER) =>
  z.string().refine((s) => s.trim() !== '', refuse(errcode, 'is empty'));

/** An address with its scheme. */
export const url = (max = 2048) =>
  bytes(max).refine((s) => /^https?:\/\/\S+$/.test(s), refuse(45034, 'url must start with http:// or https://'));

/** Between `min` and `max` entries, else refused with `errcode`. */
export const listOf = <T extends z.ZodType>(item: T, min: number, max: number, errcode = INVALID_PARAMETER) =>
  z
    .array(item)
    .refine((a) => a.length >= min && a.length <= max, refuse(errcode, `must have ${min} to ${max} entries`));

/** Refuses entries that share a value. */
export const distinct =
  <T>(read: (item: T) => string | undefined) =>
  (items: T[]) => {
    const values = items.map(read).filter((v) => v !== undefined);
    return new Set(values).size === values.length;
  };
