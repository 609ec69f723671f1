import { DocumentNumber, MatterDocument } from '../../schemas/matter-document.js';
import type { Register } from '../../schemas/matter-rules.js';
import { defineCollection } from './collection.js';
import type { Tx } from './transaction.js';

export const MATTER_DOCUMENTS = defineCollection({
  name: 'matter_documents',
  schema: MatterDocument,
  indexes: [{ keys: { matterId: 1, _id: 1 } }],
});

const NUMBERS = defineCollection({
  name: 'document_numbers',
  schema: DocumentNumber,
  indexes: [{ keys: { matterId: 1 } }, { keys: { text: 1 }, unique: true }],
});

export function insertDocument(tx: Tx, document: MatterDocument): void {
  tx.insert(MATTER_DOCUMENTS, MatterDocument.parse(document));
}

/** The papers of a matter, oldest first. The caller has the matter in scope. */
export async function findDocuments(tx: Tx, matterId: string): Promise<MatterDocument[]> {
  const { db, session } = await tx.reading(MATTER_DOCUMENTS);
  return db.collection<MatterDocument>(MATTER_DOCUMENTS).find({ matterId }, { session }).sort({ _id: 1 }).toArray();
}

export function saveDocumentText(tx: Tx, document: MatterDocument): void {
  tx.update(MATTER_DOCUMENTS, { _id: document._id }, { $set: { text: document.text } });
}

export function removeDocumentTexts(tx: Tx, matterId: string): void {
  tx.updateMany(MATTER_DOCUMENTS, { matterId }, { $unset: { text: '' } });
}

export function insertDocumentNumber(tx: Tx, number: DocumentNumber): void {
  tx.insert(NUMBERS, DocumentNumber.parse(number));
}

export async function findDocumentNumber(tx: Tx, text: string): Promise<DocumentNumber | null> {
  const { db, session } = await tx.reading(NUMBERS);
  return db.collection<DocumentNumber>(NUMBERS).findOne({ text }, { session });
}

/** A register of a year in order of its numbers, voided ones included. */
export async function findRegister(tx: Tx, register: Register, year: number): Promise<DocumentNumber[]> {
  const { db, session } = await tx.reading(NUMBERS);
  return db.collection<DocumentNumber>(NUMBERS).find({ register, year }, { session }).sort({ sequence: 1 }).toArray();
}

/** `ConflictError` when it is void already. */
export function voidNumber(tx: Tx, id: string, void_: NonNullable<DocumentNumber['void']>): void {
  tx.update(NUMBERS, { _id: id, void: { $exists: false } }, { $set: { void: void_ } });
}
