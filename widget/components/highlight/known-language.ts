const known =
  /^(?:bash|c|cc|cjs|cpp|cs|csharp|css|cxx|diff|docker|dockerfile|go|golang|gql|graphql|h|hpp|html|ini|java|javascript|js|json|jsonc?|jsx|kotlin|kts?|lua|markdown|md|mjs|patch|php|powershell|ps1?|pwsh|py|python|r|rb|rs|ruby|rust|scss|sh|shell|sql|svelte|svg|swift|toml|tsx?|typescript|vue|xml|ya?ml|zsh)$/i;

/**
 * Whether the highlighter knows this language by this name: asked before it is loaded.
 * @param name as it is written behind a fence
 */
export function isKnownLanguage(name: string): boolean {
  return known.test(name);
}
