// One configuration for all tests. The throw-away MongoDB of a run is started by the global set-up only when a test of
// the run needs it (see tests/support/mongo-global.ts).
export default {
  testEnvironment: 'node',
  testMatch: ['<rootDir>/tests/**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  coverageProvider: 'v8',
  testTimeout: 60_000,
  maxWorkers: 3,
  testSequencer: '<rootDir>/tests/support/sequencer.mjs',
  globalSetup: '<rootDir>/tests/support/mongo-global.ts',
  globalTeardown: '<rootDir>/tests/support/mongo-global-stop.ts',
  modulePathIgnorePatterns: ['<rootDir>/dist', '<rootDir>/.data', '<rootDir>/tests/bench/peers'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'es6' }, sourceMaps: 'inline' },
    ],
  },
};
