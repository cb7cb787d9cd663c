/** The views of the page, in the order of its navigation. */
export const VIEWS = ['attention', 'run', 'line', 'ports', 'plan', 'log'] as const;

export type View = (typeof VIEWS)[number];

/** What is shown: a view; of which drain, line or request; and, of a run, which of its lines are listed. */
export interface Route {
  view: View;
  id?: string;
  more?: string;
}

/** Ids of requests have a slash. */
const HASH = /^#\/([a-z]+)(?:\/([^?]+))?(?:\?([^?]*))?$/;

/** As the address says it behind its #; anything else is the first view. */
export function routeOf(hash: string): Route {
  const [, name, id, more] = HASH.exec(hash) ?? [];
  const view = VIEWS.find((one) => one === name);
  if (!view) return { view: 'attention' };
  return { view, ...(id ? { id: decoded(id) } : {}), ...(more ? { more: decoded(more) } : {}) };
}

export function hrefOf({ view, id, more }: Route): string {
  const of = id === undefined ? '' : `/${id.split('/').map(encodeURIComponent).join('/')}`;
  return `#/${view}${of}${more === undefined ? '' : `?${encodeURIComponent(more)}`}`;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
