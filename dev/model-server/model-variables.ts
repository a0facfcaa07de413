/**
 * The variables that send the Worker to a model server, in place of both paid vendors.
 * @param url of the model server, or of what stands in front of it
 */
export function modelVariables(url: string): Record<string, string> {
  return {
    OPENAI_API_KEY: 'local-model-server',
    ANTHROPIC_API_KEY: 'local-model-server',
    OPENAI_BASE_URL: `${url}/v1`,
    ANTHROPIC_BASE_URL: url,
  };
}
