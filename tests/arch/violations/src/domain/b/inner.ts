import mongoose from 'mongoose';
export const inner = mongoose;
