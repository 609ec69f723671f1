export { findAuditOf } from '../../models/audit.js';
export { type AuditEntry, audit, changesOf } from './audit.js';
export { type AuditVerdict, sealAudit, verifyAudit } from './seal.js';
