import { createSupabaseClient } from '../supabase-client.ts';

// The least that a sign-in page needs: one form, two buttons, and the way back.

/** Where to go afterwards: the page that sent the visitor here, if it is one of ours. */
function destination(): string {
  const wanted = new URLSearchParams(location.search).get('redirect_to') ?? '/';
  try {
    const target = new URL(wanted, location.href);
    return target.origin === location.origin ? target.href : '/';
  } catch {
    return '/';
  }
}

function textOf(form: HTMLFormElement, name: string): string {
  const value = new FormData(form).get(name);
  return typeof value === 'string' ? value : '';
}

async function submit(form: HTMLFormElement, button: HTMLButtonElement): Promise<void> {
  const credentials = { email: textOf(form, 'email'), password: textOf(form, 'password') };
  const { auth } = await createSupabaseClient();
  const { error } =
    button.value === 'sign-up' ? await auth.signUp(credentials) : await auth.signInWithPassword(credentials);
  if (error) throw error;
  location.assign(destination());
}

function enable(form: HTMLFormElement, enabled: boolean): void {
  for (const button of form.querySelectorAll('button')) button.disabled = !enabled;
}

const form = document.querySelector('form');
const alert = document.querySelector<HTMLElement>('[role=alert]');

form?.addEventListener('submit', (event) => {
  event.preventDefault();
  const button = event.submitter;
  if (!(button instanceof HTMLButtonElement)) return;
  enable(form, false);
  if (alert) alert.hidden = true;
  submit(form, button).catch((cause: unknown) => {
    enable(form, true);
    if (!alert) return;
    alert.textContent = cause instanceof Error ? cause.message : 'That did not work. Try again.';
    alert.hidden = false;
  });
});

// Before this script has run the browser would send the form by itself: until then its buttons are disabled in the page.
if (form) enable(form, true);
