import { expect, test } from '@jest/globals';
import { openDatabase } from '../../src/models/database.js';

test('a MongoDB that does not answer is told so, with what to look at', async () => {
  await expect(openDatabase('mongodb://127.0.0.1:1/liangwang')).rejects.toThrow(
    /^MongoDB does not answer \(.*127\.0\.0\.1:1\)\. Is the server up, and MONGODB_URI right\?$/,
  );
});
