export { areaOf, demand, holdsRole, may, type Power, powerToAppoint, systemScope } from './powers.js';
