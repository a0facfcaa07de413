import type { Page } from 'playwright-core';

/** What the page's own session may read of a path, as its person would with developer tools. */
export function readAs(page: Page, path: string): Promise<{ status: number; body: string }> {
  return page.evaluate(async (target) => {
    const key = Object.keys(localStorage).find((name) => /^sb-.*-auth-token$/.test(name)) ?? '';
    const session = JSON.parse(localStorage.getItem(key) ?? '{}') as { access_token?: string };
    const config = (await (await fetch('/api/config')).json()) as { supabaseKey: string };
    const reply = await fetch(target, {
      headers: { authorization: `Bearer ${session.access_token ?? ''}`, apikey: config.supabaseKey },
    });
    return { status: reply.status, body: await reply.text() };
  }, path);
}
