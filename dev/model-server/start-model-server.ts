import {
  type ChatCompletionRequest,
  type ErrorResponse,
  type FixtureOpts,
  LLMock,
  type TextResponse,
} from '@copilotkit/aimock';
import { titleInstruction } from '../../worker/services/ask-title.ts';
import { codeAnswer, helpfulAnswer, hugeAnswer, longAnswer, pirateAnswer, titleAnswer } from './answers.ts';

/** A running model server: it speaks the wire formats of OpenAI and of Anthropic. */
export interface ModelServer {
  url: string;
  /** For `OPENAI_BASE_URL`. */
  openaiBaseUrl: string;
  /** For `ANTHROPIC_BASE_URL`. */
  anthropicBaseUrl: string;
  stop(): Promise<void>;
}

/** How an answer is written in the demonstration: soon, and at the speed of a quick model. */
const lively: FixtureOpts = { streamingProfile: { ttft: 250, tps: 90, jitter: 0.2 }, chunkSize: 6 };

/**
 * Starts the model server that stands in for the paid vendors when no key is set.
 * What the visitor writes chooses what happens; the README lists the words. `GET /__aimock/journal` tells what was asked.
 * @param port 0 takes a free one
 * @param paced false answers as fast as it can, for tests
 * @param haste how many times as fast the long answers come, so that a test need not wait for them
 */
export async function startModelServer({ port = 0, paced = true, haste = 1 } = {}): Promise<ModelServer> {
  const mock = new LLMock({
    port,
    host: '127.0.0.1',
    logLevel: 'silent',
    ...(paced ? {} : { chunkSize: 24 }),
  });
  const pace = paced ? lively : {};
  const on = (
    words: RegExp,
    response: (request: ChatCompletionRequest) => TextResponse | ErrorResponse,
    options: FixtureOpts = {},
  ) => {
    mock.on({ predicate: (request) => words.test(lastWords(request)) }, response, options);
  };

  // First of all, because it quotes what was said: a message that chooses what happens does so once.
  mock.on({ predicate: asksForTitle }, (request) => answer(request, titleAnswer), pace);
  on(/simulate 429/i, () => ({
    error: { message: 'Rate limit reached', type: 'rate_limit_error', code: 'rate_limit_exceeded' },
    status: 429,
    retryAfter: 2,
  }));
  on(/simulate error/i, () => ({
    error: { message: 'The server had an error', type: 'server_error' },
    status: 500,
  }));
  on(/simulate disconnect/i, (request) => answer(request, longAnswer), {
    // Paced in tests too: what was written at once might not leave before the connection ends.
    ...lively,
    truncateAfterChunks: 12,
  });
  on(/simulate long/i, (request) => answer(request, hugeAnswer), { chunkSize: 64 });
  on(/\bslow\b/i, (request) => answer(request, longAnswer), {
    streamingProfile: { ttft: 400, tps: 24 * haste },
    chunkSize: 4,
  });
  on(/./su, answerByPrompt, pace);

  await mock.start();
  return {
    url: mock.url,
    openaiBaseUrl: `${mock.url}/v1`,
    anthropicBaseUrl: mock.url,
    stop: () => mock.stop(),
  };
}

function asksForTitle(request: ChatCompletionRequest): boolean {
  return textsOf(request, 'system').includes(titleInstruction);
}

function answerByPrompt(request: ChatCompletionRequest): TextResponse {
  const prompt = textsOf(request, 'system').join(' ');
  if (/pirate/i.test(prompt)) return answer(request, pirateAnswer);
  if (/\bwrite code\b/i.test(prompt)) return answer(request, codeAnswer);
  return answer(request, helpfulAnswer);
}

/** An answer with the token counts that a vendor would report, at four characters a token. */
function answer(request: ChatCompletionRequest, write: (words: string) => string): TextResponse {
  const content = write(lastWords(request));
  const input = Math.ceil(JSON.stringify(request.messages).length / 4);
  const output = Math.ceil(content.length / 4);
  return {
    content,
    usage: { input_tokens: input, output_tokens: output, prompt_tokens: input, completion_tokens: output },
  };
}

function lastWords(request: ChatCompletionRequest): string {
  return textsOf(request, 'user').at(-1) ?? '';
}

function textsOf(request: ChatCompletionRequest, role: string): string[] {
  return request.messages
    .filter((message) => message.role === role)
    .map(({ content }) =>
      typeof content === 'string' ? content : (content ?? []).map((part) => part.text ?? '').join(''),
    );
}
