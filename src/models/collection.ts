import mongoose, { type Model, Schema } from 'mongoose';
import { z } from 'zod';

/** An index of a collection, as the driver takes it. */
export interface Index {
  keys: Record<string, 1 | -1 | '2dsphere' | 'text'>;
  unique?: boolean;
  sparse?: boolean;
  partialFilterExpression?: Record<string, unknown>;
  expireAfterSeconds?: number;
}

/** What the program knows of one collection. The zod schema is the one definition of its records. */
export interface CollectionSpec {
  name: string;
  schema: z.ZodObject;
  indexes: Index[];
}

/** MongoDB's code for a collection that is there already. */
const NAMESPACE_EXISTS = 48;

const specs = new Map<string, CollectionSpec>();

/** Declares a collection; call once per collection, at module level in `models/`. Returns the name for reads and writes. */
export function defineCollection(spec: CollectionSpec): string {
  if (specs.has(spec.name)) throw new Error(`collection ${spec.name} is declared twice`);
  specs.set(spec.name, spec);
  return spec.name;
}

type Database = NonNullable<mongoose.Connection['db']>;
type Json = { [key: string]: unknown };

/**
 * The MongoDB validator (`$jsonSchema`) of a record schema: what the server itself refuses, whoever writes.
 * Refinements are not carried (they are checked when a record is parsed).
 */
export function jsonSchemaOf(schema: z.ZodObject): Json {
  const raw = z.toJSONSchema(schema, {
    target: 'draft-4',
    unrepresentable: 'any',
    io: 'output',
    override: (ctx) => {
      if (ctx.zodSchema._zod.def.type === 'date') ctx.jsonSchema = Object.assign(ctx.jsonSchema, { bsonType: 'date' });
    },
  }) as Json;
  return forServer(raw);
}

const DROPPED = new Set(['$schema', 'default', 'format', 'propertyNames', 'id', 'definitions', '$defs', 'examples']);
const BSON: Record<string, string | string[]> = {
  string: 'string',
  number: ['double', 'int', 'long'],
  integer: ['int', 'long', 'double'],
  boolean: 'bool',
  null: 'null',
  object: 'object',
  array: 'array',
};
const KEYWORDS = new Set([
  'bsonType',
  'enum',
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'multipleOf',
  'minLength',
  'maxLength',
  'pattern',
  'items',
  'minItems',
  'maxItems',
  'uniqueItems',
  'properties',
  'required',
  'additionalProperties',
  'minProperties',
  'maxProperties',
  'anyOf',
  'oneOf',
  'allOf',
  'not',
  'title',
  'description',
  'const',
  'type',
]);

function forServer(node: Json): Json {
  const out: Json = {};
  for (const [key, value] of Object.entries(node)) {
    if (DROPPED.has(key) || !KEYWORDS.has(key)) continue;
    if (key === 'title' || key === 'description') continue;
    if (key === 'const') out['enum'] = [value];
    else if (key === 'type') {
      if (node['bsonType'] === undefined) out['bsonType'] = typesOf(value);
      if (value === 'integer') out['multipleOf'] = 1;
    } else if (key === 'properties')
      out['properties'] = Object.fromEntries(Object.entries(value as Json).map(([k, v]) => [k, forServer(v as Json)]));
    else if (key === 'items' && Array.isArray(value)) out['items'] = value.map((v) => forServer(v as Json));
    else if (key === 'items' || key === 'not' || (key === 'additionalProperties' && typeof value === 'object'))
      out[key] = forServer(value as Json);
    else if (key === 'anyOf' || key === 'oneOf' || key === 'allOf')
      out[key] = (value as Json[]).map((v) => forServer(v));
    // JavaScript's safe-integer bounds say nothing about the record
    else if ((key === 'minimum' || key === 'maximum') && Math.abs(value as number) === Number.MAX_SAFE_INTEGER)
      continue;
    else if (key === 'required' && Array.isArray(value) && value.length === 0) continue;
    else out[key] = value;
  }
  return out;
}

function typesOf(value: unknown): string | string[] {
  const names = (Array.isArray(value) ? value : [value]) as string[];
  const flat = names.flatMap((n) => BSON[n] ?? n);
  return flat.length === 1 ? (flat[0] as string) : flat;
}

/** The mongoose model of a collection: strict, no automatic indexes; used for reads and for the shell's convenience. */
export function modelOf<T>(connection: mongoose.Connection, spec: CollectionSpec): Model<T> {
  const existing = connection.models[spec.name] as Model<T> | undefined;
  if (existing !== undefined) return existing;
  const paths = Object.fromEntries(
    Object.keys(spec.schema.shape).map((key) => [
      key,
      key === '_id' ? { type: String, required: true } : Schema.Types.Mixed,
    ]),
  );
  const schema = new Schema(paths, {
    collection: spec.name,
    strict: 'throw',
    autoIndex: false,
    versionKey: false,
    minimize: false,
  });
  return connection.model(spec.name, schema) as unknown as Model<T>;
}

/**
 * Creates collections, validators and indexes, or brings them up to date. Safe to run by several processes at once and at
 * every start; transactions need the collections to exist.
 */
export async function prepareCollections(connection: mongoose.Connection): Promise<void> {
  const db = connection.db;
  if (db === undefined) throw new Error('prepareCollections needs an open connection');
  const existing = new Set((await db.listCollections({}, { nameOnly: true }).toArray()).map((c) => c.name));
  await Promise.all([...specs.values()].map((spec) => prepareOne(connection, db, spec, existing.has(spec.name))));
}

async function prepareOne(
  connection: mongoose.Connection,
  db: Database,
  spec: CollectionSpec,
  exists: boolean,
): Promise<void> {
  modelOf(connection, spec);
  const validator = { $jsonSchema: jsonSchemaOf(spec.schema) };
  if (exists || !(await create(db, spec.name, validator)))
    await db.command({ collMod: spec.name, validator, validationLevel: 'strict' });
  const indexes = spec.indexes.map(({ keys, ...options }) => ({ key: keys, ...options }));
  if (indexes.length > 0) await db.collection(spec.name).createIndexes(indexes);
}

/** False when another process was faster. */
async function create(db: Database, name: string, validator: Json): Promise<boolean> {
  try {
    await db.createCollection(name, { validator, validationLevel: 'strict' });
    return true;
  } catch (error) {
    if (error instanceof mongoose.mongo.MongoServerError && error.code === NAMESPACE_EXISTS) return false;
    throw error;
  }
}
