import { Validator } from '@seriousme/openapi-schema-validator';
import { describe, expect, it } from 'vitest';
import { buildOpenApiDocument } from '../worker/openapi/build-document.ts';

describe('the description of the API', () => {
  it('is OpenAPI 3.1', async () => {
    const validator = new Validator();
    const { valid, errors } = await validator.validate({ ...buildOpenApiDocument() });
    expect(errors).toBeUndefined();
    expect(valid).toBe(true);
    expect(validator.version).toBe('3.1');
  });

  it('refers to nothing that is not in it', () => {
    const text = JSON.stringify(buildOpenApiDocument());
    const document: unknown = JSON.parse(text);
    const references = new Set(Array.from(text.matchAll(/"\$ref":"#\/([^"]+)"/g), ([, path]) => path ?? ''));
    expect(references.size).toBeGreaterThan(15);
    for (const path of references) expect(document).toHaveProperty(path.split('/'));
  });
});
