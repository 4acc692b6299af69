// How the scripts of the pages are checked: `.ci/run` installs what is required here outside the repository.
const js = require("@eslint/js");
const globals = require("globals");

module.exports = [
  js.configs.recommended,
  { linterOptions: { reportUnusedDisableDirectives: "error" } },
  { languageOptions: { ecmaVersion: 2022, sourceType: "module", globals: globals.browser } },
  // The older scripts are no modules: what they name stands beside what the browser names.
  { files: ["**/js/{matrix,page,save}.js"], languageOptions: { sourceType: "script" } },
  {
    rules: {
      eqeqeq: "error",
      "no-eval": "error",
      // Globals of the browser that are easily meant to be variables of one's own.
      "no-restricted-globals": ["error", "event", "length", "name", "parent", "status", "top"],
      "no-shadow": "error",
      "no-unused-expressions": "error",
      // A field left out of a copy: const { own, ...others } = field
      "no-unused-vars": ["error", { ignoreRestSiblings: true }],
      "no-var": "error",
      "prefer-const": "error",
    },
  },
];
