import { html, nothing, type TemplateResult } from 'lit';
import type { IconNode } from 'lucide';
import { icon as renderIcon } from '../icon/icon.ts';

/** Something that can be done with a message. */
interface Action {
  readonly label: string;
  readonly icon: IconNode;
  readonly onClick: (event: MouseEvent) => void;
  /** For what is on or off. */
  readonly pressed?: boolean;
  /** For what shows or hides something below. */
  readonly expanded?: boolean;
  /** Can't be done now. It keeps its place and the focus. */
  readonly disabled?: boolean;
}

/** A button of the row below a message; the row moves the focus between them. */
export function renderAction({
  label,
  icon,
  onClick,
  pressed,
  expanded,
  disabled = false,
}: Action): TemplateResult {
  return html`<button
    class="icon-button"
    part="action"
    type="button"
    tabindex="-1"
    aria-label=${label}
    title=${label}
    aria-pressed=${pressed ?? nothing}
    aria-expanded=${expanded ?? nothing}
    aria-disabled=${disabled || nothing}
    @click=${disabled ? null : onClick}
  >
    ${renderIcon(icon, 16)}
  </button>`;
}
