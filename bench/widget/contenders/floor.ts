import { writePast } from '../corpus.ts';
import type { Contender, Setting } from '../contender.ts';
import { openStream, writeJson, writePieces } from '../workload.ts';

const script = (setting: Setting) => `<script>
  const list = document.querySelector('#list');
  const add = (text) => {
    const line = document.createElement('div');
    line.textContent = text;
    list.append(line);
    return line.firstChild ?? line.appendChild(new Text());
  };
  document.querySelector('#launcher')?.addEventListener('click', () => { chat.hidden = false; });
  async function ask() {
    const line = add('');
    const reply = await fetch('/floor/answer', { method: 'POST' });
    let next = '';
    const show = () => { line.appendData(next); next = ''; list.scrollTop = 1e9; };
    for await (const piece of reply.body.pipeThrough(new TextDecoderStream())) {
      if (next === '') requestAnimationFrame(show);
      next += piece;
    }
  }
  async function load() { for (const { text } of await (await fetch('/floor/past')).json()) add(text); }
  ${setting === 'history' ? 'void load();' : ''}
</script>`;

/** The floor: a bare page of text nodes, written to once a frame, with no Markdown. Nothing that shows words can be quicker. */
export const floor: Contender = {
  id: 'floor',
  name: 'bare page',
  folder: null,
  composer: 'textarea',
  launcher: '#launcher',
  isMarkdown: false,
  markup(setting) {
    const isFloating = setting === 'floating' || setting === 'member';
    const launcher = isFloating ? '<button id="launcher">Chat</button>' : '';
    const list = '<div id="list" style="block-size: 640px; overflow: auto"></div><textarea></textarea>';
    return `${launcher}<div id="chat"${isFloating ? ' hidden' : ''}>${list}</div>${script(setting)}`;
  },
  async send(page) {
    await page.evaluate('void ask()');
  },
  async reply(path, _request, response, workload) {
    if (path === '/floor/past') {
      writeJson(response, writePast(workload.pastMessages));
      return 'other';
    }
    if (path !== '/floor/answer') return 'none';
    openStream(response, 'text/plain; charset=utf-8');
    await writePieces(response, workload, (piece) => piece);
    response.end();
    return 'answer';
  },
};
