import { isAboutEmployers } from './parts.js';
import { playAll } from './play-all.js';

playAll(isAboutEmployers);
