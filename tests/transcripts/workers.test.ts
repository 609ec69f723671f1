import { isWithWorkers } from './parts.js';
import { playAll } from './play-all.js';

playAll(isWithWorkers);
