export { type StoredAbout, storedAboutPerson, storedAtCounter } from './about-me.js';
export { type Acted, actOnMatter } from './act.js';
export { eligibleOfficers, mergeTargets, type Officer } from './choices.js';
export type { MatterDeps, MatterHouse } from './deps.js';
export { matterDueSource } from './due-source.js';
export { type MatterFacts, matterFacts } from './facts.js';
export { type GuardDeps, type GuardVerdict, guardOutbound, guardSender, guardText } from './guard.js';
export { issueInquiryNotice } from './inquiry-notice.js';
export type { CheckCode, Proposal } from './intake-checks.js';
export type { Jurisdiction } from './jurisdiction.js';
export { loadLetters } from './letters.js';
export { type Asker, type Claim, readClaim } from './look-up.js';
export { readNotes } from './notes.js';
export { voidDocumentNumber } from './numbers.js';
export type { Paper } from './papers.js';
export {
  type Own,
  ownMatters,
  type Progress,
  progressFor,
  rateByPerson,
  supplementByPerson,
  withdrawByPerson,
} from './person.js';
export { type Advice, adviseIntake, onDuty, proposeDecision, raiseAlarm } from './propose.js';
export { type IdentityAnswer, maskedPersons, type PersonShown, readIdentity } from './read-identity.js';
export { type NewMatter, type Received, receiveMatter } from './receive.js';
export { recomputeClocks } from './recompute.js';
export { declareRelation } from './recusals.js';
export { type Cover, liftable, liftCover, readOriginals, redact } from './redactions.js';
export { moveMatters, type ResponsibleOn, responsibleOn } from './responsible.js';
export { applyRetention } from './retention.js';
export { type Rotated, resealMatters, resealSituations } from './rotate.js';
export { loadMatterRules, loadMatterWords } from './rules.js';
export {
  closeSituation,
  type NewSituation,
  openSituation,
  openSituations,
  receiveSituation,
  reportSituation,
  type SituationCard,
  supplementSituation,
} from './situations.js';
export {
  listMatters,
  type MatterLine,
  type MatterView,
  openMatter,
  type Photo,
  readLetter,
  type Which,
} from './view.js';
export { makeLexicon } from './words.js';
