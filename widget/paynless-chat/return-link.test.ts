import { expect } from '@open-wc/testing';
import { returnLink } from './return-link.ts';

const page = 'https://site.example/help?topic=1#top';
const back = `redirect_to=${encodeURIComponent(page)}`;

describe('returnLink', () => {
  const cases: [string, string][] = [
    ['https://site.example/register', `https://site.example/register?${back}`],
    ['/register', `https://site.example/register?${back}`],
    ['/register?plan=team', `https://site.example/register?plan=team&${back}`],
    ['', ''],
    ['https://', ''],
    ['javascript:alert(1)', ''],
  ];
  for (const [target, link] of cases) {
    it(`makes ${link || 'nothing'} of ${target || 'nothing'}`, () => {
      expect(returnLink(target, page)).to.equal(link);
    });
  }
});
