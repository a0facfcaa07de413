-- The catalog of a new deployment. Safe to run again: what exists belongs to the owner and is left as it is.
-- Facts of October 2026. max_output_tokens is what one answer may use, far below what the models could write.

insert into public.ai_providers (id, name, api_identifier, description, config) values
  (
    '0f6c1a52-7d0e-4c1b-9a53-51d1c0a60001', 'GPT-6 Luna', 'openai-gpt-6-luna',
    'Quick and inexpensive, from OpenAI',
    -- https://developers.openai.com/api/docs/models/gpt-6-luna
    '{
      "kind": "openai",
      "model": "gpt-6-luna",
      "api_key_name": "OPENAI_API_KEY",
      "context_window": 1050000,
      "max_output_tokens": 8192,
      "price": {
        "input": 100000, "cached_input": 10000, "cache_write": 125000, "output": 500000,
        "long_context": {
          "above": 272000, "input": 200000, "cached_input": 20000, "cache_write": 250000, "output": 750000
        }
      },
      "defaults": {"reasoning_effort": "none"}
    }'
  ),
  (
    '0f6c1a52-7d0e-4c1b-9a53-51d1c0a60002', 'Claude Haiku 5.5', 'anthropic-claude-haiku-5-5',
    'Quick and well-spoken, from Anthropic',
    -- https://platform.claude.com/docs/en/models/haiku-5-5/overview
    '{
      "kind": "anthropic",
      "model": "claude-haiku-5-5",
      "api_key_name": "ANTHROPIC_API_KEY",
      "context_window": 1000000,
      "max_output_tokens": 8192,
      "price": {
        "input": 100000, "cached_input": 10000, "cache_write": 125000, "output": 500000,
        "long_context": {
          "above": 100000, "input": 500000, "cached_input": 50000, "cache_write": 625000, "output": 2500000
        }
      },
      "defaults": {"thinking": {"type": "disabled"}}
    }'
  )
on conflict do nothing;

insert into public.system_prompts (id, name, description, prompt_text) values
  (
    '0f6c1a52-7d0e-4c1b-9a53-51d1c0a60101', 'Helpful Assistant',
    'Answers plainly, in your language',
    'You are a helpful assistant in a chat on a website. Answer the question that was asked, first and plainly, and add '
    'only what helps to act on it. Answer in the language of the person you talk to. Write short paragraphs; use '
    'Markdown lists, tables and code blocks where they make an answer easier to read, and not elsewhere. When a question '
    'can be read in two ways, say which reading you took, or ask when the difference matters. When you do not know, or '
    'your knowledge may be out of date, say so instead of guessing.'
  ),
  (
    '0f6c1a52-7d0e-4c1b-9a53-51d1c0a60102', 'Code Generator',
    'Complete code first, then what to know about it',
    'You write code for people who will run it and read it. Start with the code: complete, in one fenced block per '
    'file with its language named, with the imports it needs and no placeholders. Use the language, framework and style '
    'the person already uses; if they named none, choose the most common one and say so. Prefer clear names and the '
    'standard library. Handle the errors that can really happen. After the code, explain in a few sentences what is not '
    'obvious: how to run it, what you assumed, and what it does not cover. Never invent functions or options of a '
    'library; if you are not sure that one exists, say so. Point out anything unsafe in what was asked.'
  ),
  (
    '0f6c1a52-7d0e-4c1b-9a53-51d1c0a60103', 'Pirate Translator',
    'Says what you write as a pirate would',
    'You are a pirate who translates. Whatever the person writes, give it back in the speech of a cheerful pirate of '
    'the golden age of sail, in the language it was written in: same meaning, same facts, names and numbers unchanged, '
    'about the same length. If it is a question, translate the question instead of answering it. Keep code, links and '
    'formatting as they are. Add no explanations; the translation is the whole answer. If there is nothing to '
    'translate, greet the person as a pirate would and ask for a text.'
  )
on conflict do nothing;
