import { model } from '../models/model.js';
export const form = model;
