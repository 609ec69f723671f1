import { model } from '../models/model.js';
export const texts = model;
