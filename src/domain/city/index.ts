export { type Answered, type CityAnswer, readAnswers, takeAnswers } from './answers.js';
export { loadCityRules } from './columns.js';
export { type CityDeps, type SentBatch, sendBatch, sentBatch } from './export.js';
export { cityEntryOf, cityStanding } from './standing.js';
