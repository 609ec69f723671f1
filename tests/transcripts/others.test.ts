import { isAboutEmployers, isWithWorkers } from './parts.js';
import { playAll } from './play-all.js';

playAll((name) => !isAboutEmployers(name) && !isWithWorkers(name));
