import mongoose from 'mongoose';
import { send } from '../channels/x/send.js';
export const model = [mongoose, send];
