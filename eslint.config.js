import { defineConfig, globalIgnores } from 'eslint/config';
import svelte from 'eslint-plugin-svelte';
import ts from 'typescript-eslint';

const NO_DEFAULT_EXPORT = {
  selector: 'ExportDefaultDeclaration, ExportSpecifier[exported.name="default"]',
  message: 'No default exports: a thing has one name everywhere.',
};
const NO_HTML_FROM_TEXT = {
  selector: 'MemberExpression[property.name=/^(innerHTML|outerHTML|insertAdjacentHTML|srcdoc)$/]',
  message: 'Text is never HTML here: use textContent.',
};
const NO_PRIVATE_WORD = {
  selector:
    ':matches(PropertyDefinition, MethodDefinition[kind!="constructor"], TSParameterProperty)[accessibility="private"]',
  message: 'Write `#name`: private members are private at run time too.',
};

export default defineConfig(
  globalIgnores(['dist', '.tsc', '.cache', 'coverage', 'test-results', 'playwright-report', 'public']),
  ts.configs.strict,
  {
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-console': 'error',
      'no-restricted-syntax': ['error', NO_DEFAULT_EXPORT, NO_HTML_FROM_TEXT, NO_PRIVATE_WORD],
    },
  },
  {
    files: ['src/**', 'workers/**'],
    extends: [ts.configs.strictTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname, extraFileExtensions: ['.svelte'] },
    },
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      // `while (true)` with a return inside is how a stream is read.
      '@typescript-eslint/no-unnecessary-condition': [
        'error',
        { allowConstantLoopConditions: 'only-allowed-literals' },
      ],
      // `onclick={() => close()}` is how a handler is written; a forgotten promise is caught by no-floating-promises.
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
      // A text is spread by code point knowingly: tokenizers and file formats count in them.
      '@typescript-eslint/no-misused-spread': ['error', { allow: ['string'] }],
    },
  },
  svelte.configs.recommended,
  {
    // Types inside components are svelte-check's part.
    files: ['**/*.svelte'],
    extends: [ts.configs.disableTypeChecked],
    languageOptions: { parserOptions: { parser: ts.parser } },
    rules: {
      'prefer-const': 'off',
      'svelte/prefer-const': 'error',
      'svelte/no-at-html-tags': 'error',
      'svelte/button-has-type': 'error',
      'svelte/no-target-blank': 'error',
    },
  },
  // Rune classes are TypeScript like any other.
  { files: ['**/*.svelte.ts'], languageOptions: { parser: ts.parser } },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    rules: {
      // State is held in `$state.raw` and replaced; a Map inside a method is just a Map.
      'svelte/prefer-svelte-reactivity': 'off',
    },
  },
  {
    files: ['tests/**/*.ts'],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      // A missing value fails the test all the same.
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
  { files: ['tests/**', 'tools/**'], rules: { 'no-console': 'off' } },
  {
    // A longer file has two subjects. Dictionaries are lists.
    files: ['src/**/*.{ts,svelte}', 'workers/**/*.ts', 'tests/**/*.ts'],
    ignores: ['src/i18n/{en,zh-CN}/**', 'tests/fixtures/**'],
    rules: { 'max-lines': ['error', { max: 300, skipBlankLines: false, skipComments: false }] },
  },
  // A tool's configuration file must have a default export.
  { files: ['*.config.{js,ts}'], rules: { 'no-restricted-syntax': ['error', NO_HTML_FROM_TEXT] } },
);
