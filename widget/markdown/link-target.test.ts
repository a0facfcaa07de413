import { expect } from '@open-wc/testing';
import { hiddenTarget } from './link-target.ts';

const hidden: [words: string, href: string, target: string][] = [
  ['https://bank.example', 'https://evil.example/', 'evil.example'],
  ['bank.example', 'https://evil.example/bank.example', 'evil.example'],
  ['Sign in at www.bank.example now', 'https://evil.example/', 'evil.example'],
  ['https://bank.example@evil.example/', 'https://bank.example@evil.example/', 'evil.example'],
  ['https://bank.example', 'https://bank.example.evil.example/', 'bank.example.evil.example'],
  ['bänk.example', 'https://bank.example/', 'bank.example'],
  ['help@bank.example', 'mailto:help@evil.example', 'help@evil.example'],
  ['bank.example', 'mailto:help@evil.example', 'help@evil.example'],
  ['help@evil.example of bank.example', 'mailto:help@evil.example', 'help@evil.example'],
  ['bank\u200b.example', 'https://evil.example/', 'evil.example'],
  ['bank\u2060.\u2060example', 'https://evil.example/', 'evil.example'],
  ['bank.e\u00adxample', 'https://evil.example/', 'evil.example'],
  ['bank.e\u0001\u034f\ufe0fxample', 'https://evil.example/', 'evil.example'],
  ['bank.example\u202e', 'https://evil.example/', 'evil.example'],
  ['\u202eelpmaxe.knab', 'https://evil.example/', 'evil.example'],
  ['bank․example', 'https://evil.example/', 'evil.example'],
  ['bank。example', 'https://evil.example/', 'evil.example'],
  ['ｂａｎｋ．ｅｘａｍｐｌｅ', 'https://evil.example/', 'evil.example'],
  ['192.0.2.1', 'https://evil.example/', 'evil.example'],
  ['http://192.0.2.1:8080/a', 'http://192.0.2.11:8080/a', '192.0.2.11'],
  ['»/bank.example', 'https://evil.example/', 'evil.example'],
  ['to/bank.example/a', 'https://evil.example/', 'evil.example'],
  ['bank.example', 'mailto:help%E2%80%AE@evil.example', 'help@evil.example'],
  ['bank.example', 'mailto:100%@evil.example', '100%@evil.example'],
];

const open: [words: string, href: string][] = [
  ['the manual', 'https://site.example/'],
  ['https://site.example/file.html', 'https://site.example/file.html'],
  ['https://site.example/a?b=c.example', 'https://site.example/a?b=c.example'],
  ['site.example', 'https://www.site.example/'],
  ['www.site.example', 'https://site.example/'],
  ['SITE.example', 'https://site.example/a'],
  ['site.example', 'https://docs.site.example/'],
  ['See 1.2 and a.b', 'https://site.example/'],
  ['a.person@site.example', 'mailto:a.person@site.example'],
  ['A.Person@Site.example', 'mailto:a.person@site.example'],
  ['é.person@site.example', 'mailto:%C3%A9.person@site.example'],
  ['50%off@site.example', 'mailto:50%off@site.example'],
  ['write', 'mailto:%FF@site.example'],
  ['site\u200b.example', 'https://site.example/'],
  ['http://192.0.2.1:8080/a.html', 'http://192.0.2.1:8080/a.html'],
  ['Version 1.2.3', 'https://site.example/'],
];

describe('hiddenTarget', () => {
  for (const [words, href, target] of hidden) {
    it(`says where “${words}” leads when that is ${href}`, () => {
      expect(hiddenTarget(words, href)).to.equal(target);
    });
  }

  for (const [words, href] of open) {
    it(`has nothing to add to “${words}” for ${href}`, () => {
      expect(hiddenTarget(words, href)).to.equal(null);
    });
  }
});
