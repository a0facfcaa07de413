import { createSupabaseClient } from './supabase-client.ts';

// Who is signed in, in the corner of a page. The chat finds the same session by itself.

function show(selector: string, visible: boolean): void {
  for (const element of document.querySelectorAll<HTMLElement>(selector)) element.hidden = !visible;
}

const supabase = await createSupabaseClient();

supabase.auth.onAuthStateChange((_event, session) => {
  show('[data-signed-in]', session !== null);
  show('[data-signed-out]', session === null);
  const email = document.querySelector('[data-email]');
  if (email) email.textContent = session?.user.email ?? '';
});

document.querySelector('[data-sign-out]')?.addEventListener('click', () => {
  void supabase.auth.signOut().then(() => {
    location.reload();
  });
});
