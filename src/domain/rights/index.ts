export { areaOf, demand, may, type Power, systemScope, TOWN_APPOINTED } from './powers.js';
