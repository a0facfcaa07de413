/**
 * A link to the site's register or sign-in page that leads back to the page it is shown on.
 * @param target as configured, absolute or relative to the page
 * @param page the URL of the page with the widget
 * @returns empty when nothing is configured, or it is no web address
 */
export function returnLink(target: string, page: string): string {
  if (target === '') return '';
  try {
    const link = new URL(target, page);
    if (link.protocol !== 'https:' && link.protocol !== 'http:') return '';
    link.searchParams.set('redirect_to', page);
    return link.href;
  } catch {
    return '';
  }
}
