import { html, svg, type TemplateResult } from 'lit';
import type { IconNode } from 'lucide';

/**
 * A Lucide icon, drawn in the text's colour. It says nothing to assistive technology: the control around it has the name.
 * @param node one icon's shapes, from its own file in `lucide`
 * @param size in CSS pixels
 */
export function icon(node: IconNode, size = 20): TemplateResult {
  return html`<svg
    width=${size}
    height=${size}
    viewBox="0 0 24 24"
    fill="none"
    stroke="currentColor"
    stroke-width="1.75"
    stroke-linecap="round"
    stroke-linejoin="round"
    aria-hidden="true"
  >
    ${node.map(renderShape)}
  </svg>`;
}

/** Lit wants the tag in the template, so each kind of shape that our icons use has one. */
function renderShape([tag, shape]: IconNode[number]): TemplateResult<2> {
  const { d = '', x = 0, y = 0, width = 0, height = 0, rx = 0, cx = 0, cy = 0, r = 0 } = shape;
  const { x1 = 0, y1 = 0, x2 = 0, y2 = 0 } = shape;
  if (tag === 'rect') return svg`<rect x=${x} y=${y} width=${width} height=${height} rx=${rx} />`;
  if (tag === 'circle') return svg`<circle cx=${cx} cy=${cy} r=${r} />`;
  if (tag === 'line') return svg`<line x1=${x1} y1=${y1} x2=${x2} y2=${y2} />`;
  return svg`<path d=${d} />`;
}
