const selectors = {
  button: 'button, [role=button]',
  textbox: 'textarea, input',
  link: 'a[href]',
  dialog: '[role=dialog]',
  region: '[role=region], section:is([aria-label], [aria-labelledby]):not([role])',
  log: '[role=log]',
  article: 'article',
  alert: '[role=alert]',
  status: '[role=status]',
  option: '[role=option]',
  heading: 'h1, h2, h3',
} as const;

/** Roles that tests look for. */
type Role = keyof typeof selectors;

/** Every element below, through all shadow roots. */
export function* deepElements(root: ParentNode): Generator<HTMLElement> {
  for (const element of root.querySelectorAll<HTMLElement>('*')) {
    yield element;
    if (element.shadowRoot) yield* deepElements(element.shadowRoot);
  }
}

function nameOf(element: HTMLElement): string {
  const root = element.getRootNode();
  const labelId = element.getAttribute('aria-labelledby');
  const label = labelId !== null && root instanceof ShadowRoot ? root.getElementById(labelId) : null;
  const text = label?.textContent ?? element.getAttribute('aria-label') ?? element.textContent;
  return text.replaceAll(/\s+/g, ' ').trim();
}

/** Everything a person could meet under this role and name, through all shadow roots, in document order. */
export function queryAllByRole(root: HTMLElement, role: Role, name?: string): HTMLElement[] {
  return [...deepElements(root.shadowRoot ?? root), ...(root.shadowRoot ? deepElements(root) : [])].filter(
    (element) =>
      element.matches(selectors[role]) &&
      element.checkVisibility({ visibilityProperty: true }) &&
      (name === undefined || nameOf(element) === name),
  );
}

/** The first one, or null. */
export function queryByRole(root: HTMLElement, role: Role, name?: string): HTMLElement | null {
  return queryAllByRole(root, role, name)[0] ?? null;
}

/** The first one. @throws Error with what is there instead, when there is none */
export function getByRole(root: HTMLElement, role: Role, name?: string): HTMLElement {
  const found = queryByRole(root, role, name);
  if (found) return found;
  const others = queryAllByRole(root, role).map((element) => `“${nameOf(element)}”`);
  throw new Error(
    `No ${role} ${name === undefined ? '' : `“${name}” `}among ${others.join(', ') || 'nothing'}`,
  );
}

/** The button that opens a list of choices; null when there is nothing to choose. Its name goes on with what is chosen. */
export function queryChoice(root: HTMLElement, label: string): HTMLElement | null {
  const buttons = queryAllByRole(root, 'button').filter((one) => one.ariaHasPopup === 'listbox');
  return buttons.find((one) => nameOf(one).startsWith(`${label} `)) ?? null;
}

/** The text field. */
export function getTextbox(root: HTMLElement): HTMLTextAreaElement {
  const field = getByRole(root, 'textbox');
  if (field instanceof HTMLTextAreaElement) return field;
  throw new Error('The text field is no textarea');
}

/** Writes as a person does, as far as an element can tell. */
export function write(field: HTMLTextAreaElement, text: string): void {
  field.focus({ preventScroll: true });
  field.value = text;
  field.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
}

/** Presses a key. @returns false when the default action was prevented */
export function press(target: EventTarget, key: string, options: KeyboardEventInit = {}): boolean {
  return target.dispatchEvent(
    new KeyboardEvent('keydown', { key, bubbles: true, composed: true, cancelable: true, ...options }),
  );
}
