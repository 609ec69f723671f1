export { loadCalendar } from './load.js';
