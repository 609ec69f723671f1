import * as jest from '@jest/globals';
export const dev = jest;
