const { availableParallelism } = require('node:os');

/** One configuration for every package: swc compiles, packages resolve to their sources, nothing needs a build. */
module.exports = {
  rootDir: __dirname,
  roots: ['<rootDir>/libs', '<rootDir>/services', '<rootDir>/deploy/local'],
  testMatch: ['**/src/**/*.spec.ts'],
  testEnvironment: 'node',
  // Every file leaves some 20 MB of modules behind: in one process all of them come to more than its 4 GB. Two workers at
  // least, since a single one would not be another process; one that has grown is replaced between two files.
  maxWorkers: Math.max(2, availableParallelism() - 1),
  workerIdleMemoryLimit: '1GB',
  // Tests wait for conditions; this only ends one that waits for something that never comes.
  testTimeout: 240_000,
  reporters: ['default', '<rootDir>/libs/testing/jest/count-reporter.cjs'],
  globalSetup: '<rootDir>/libs/testing/src/jest-setup.ts',
  globalTeardown: '<rootDir>/libs/testing/src/jest-teardown.ts',
  moduleNameMapper: {
    '^@homeroom/local$': '<rootDir>/deploy/local/src/index.ts',
    '^@homeroom/(contracts|eventsourcing|platform|testing|county|bench|proving)$': '<rootDir>/libs/$1/src/index.ts',
  },
  modulePathIgnorePatterns: ['/dist/'],
  transform: {
    '^.+\\.ts$': ['@swc/jest', {
      swcrc: false,
      jsc: {
        target: 'es2023',
        parser: { syntax: 'typescript', decorators: true },
        transform: { legacyDecorator: true, decoratorMetadata: true },
        keepClassNames: true,
      },
      module: { type: 'commonjs' },
      sourceMaps: 'inline',
    }],
  },
};
