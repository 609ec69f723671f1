export { areaOf, demand, may, type Power, powerToAppoint, systemScope } from './powers.js';
