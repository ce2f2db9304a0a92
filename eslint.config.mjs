import tseslint from 'typescript-eslint';

/**
 * Style that a machine can check. The import fences between packages and kinds of file are in .dependency-cruiser.cjs.
 */
export default tseslint.config(
  { ignores: ['**/dist/**', '**/node_modules/**', '.nx/**', '.homeroom/**', '**/*.json'] },
  ...tseslint.configs.recommended,
  { rules: { '@typescript-eslint/no-require-imports': 'off' } },
  {
    files: ['**/*.ts'],
    rules: {
      // A decider's map of commands and a view's folds are generic over what they hold.
      '@typescript-eslint/no-explicit-any': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true }],
      '@typescript-eslint/no-empty-object-type': 'off',
      '@typescript-eslint/consistent-type-imports': 'off',
      'no-console': ['error', { allow: ['warn'] }],
      'max-lines': ['error', { max: 250, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 40, skipBlankLines: true, skipComments: true, IIFEs: true }],
      eqeqeq: 'error',
    },
  },
  { files: ['**/*.spec.ts', 'libs/testing/**'], rules: { 'max-lines': 'off', 'max-lines-per-function': 'off', 'no-console': 'off' } },
  // Programs that talk to a person.
  { files: ['deploy/local/**', 'libs/county/src/**', 'libs/bench/src/**', 'libs/proving/src/**', 'libs/platform/src/service/run.ts'], rules: { 'no-console': 'off' } },
  // Deciders and models are pure: the same input gives the same events, in a test and on a retry.
  {
    files: ['**/*.decider.ts', '**/*.model.ts'],
    rules: {
      'no-restricted-globals': ['error', 'process', 'fetch', 'setTimeout', 'setInterval', 'performance', 'crypto'],
      'no-restricted-syntax': ['error',
        { selector: 'NewExpression[callee.name="Date"][arguments.length=0]', message: 'Time comes in with the command.' },
        { selector: 'CallExpression[callee.object.name="Date"][callee.property.name="now"]', message: 'Time comes in with the command.' },
        { selector: 'CallExpression[callee.object.name="Math"][callee.property.name="random"]', message: 'Chance comes in with the command.' },
        { selector: 'CallExpression[callee.name="newId"]', message: 'Ids come in with the command.' }],
    },
  },
);
