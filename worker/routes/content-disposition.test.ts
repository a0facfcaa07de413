import { describe, expect, test } from 'vitest';
import { attachment } from './content-disposition.ts';

/** What a browser reads: RFC 8187 as it is written there, and nothing more forgiving. */
function read(header: string): { plain: string; name: string } {
  const [, plain = '', encoded = ''] =
    /^attachment; filename="([\x20-\x21\x23-\x5b\x5d-\x7e]*)"; filename\*=UTF-8''((?:[\w!#$&+\-.^`|~]|%[\dA-F]{2})*)$/.exec(
      header,
    ) ?? [];
  return { plain, name: decodeURIComponent(encoded) };
}

describe('the name of a file', () => {
  test.each([
    ['Travel plans', 'Travel plans.md', 'Travel plans.md'],
    ['Grüße aus Köln', 'Gr__e aus K_ln.md', 'Grüße aus Köln.md'],
    ['東京の天気', 'chat.md', '東京の天気.md'],
    ["It's (nearly) 100 % done!", "It's (nearly) 100 _ done!.md", "It's (nearly) 100 % done!.md"],
    ['say "hi"; filename=evil.exe', 'say hi ; filename=evil.exe.md', 'say hi ; filename=evil.exe.md'],
    ['../../etc/passwd', 'etc passwd.md', 'etc passwd.md'],
    ['C:\\Windows\\a|b?c*d<e>f', 'C Windows a b c d e f.md', 'C Windows a b c d e f.md'],
    ['.htaccess', 'htaccess.md', 'htaccess.md'],
    ['ends with dots...', 'ends with dots.md', 'ends with dots.md'],
    ['two\r\nset-cookie: x=y', 'two set-cookie x=y.md', 'two set-cookie x=y.md'],
    ['inv\u202Egpj.exe', 'inv gpj.exe.md', 'inv gpj.exe.md'],
    ['half \ud83d of a pair', 'half _ of a pair.md', 'half \ufffd of a pair.md'],
    ['CON', 'chat CON.md', 'chat CON.md'],
    ['   ', 'chat.md', 'chat.md'],
    ['...', 'chat.md', 'chat.md'],
    [null, 'chat.md', 'chat.md'],
  ])('%j is safe', (title, plain, name) => {
    expect(read(attachment(title, 'md'))).toEqual({ plain, name });
  });

  test('is short enough for every file system, and cut between characters', () => {
    const family = '👨‍👩‍👧';
    const { name } = read(attachment(family.repeat(60), 'json'));
    expect(new TextEncoder().encode(name).length).toBeLessThanOrEqual(205);
    // Without the joiners, which are formatting characters, but with every person whole.
    expect(name).not.toContain('\ufffd');
    expect(name.endsWith('.json')).toBe(true);
  });
});
