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
