// Addresses of views, such as #/states/st_…?at=12&diff=now: they hold all that a view depends on, and can be sent.

/** The view that the address names. */
export function route() {
  const [path, query] = location.hash.replace(/^#\/?/, '').split('?', 2);
  const [view, id] = path.split('/').map(part => safely(part));
  return { view: view || 'states', id: id || null, query: new URLSearchParams(query ?? '') };
}

function safely(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return '';
  }
}

/** The address of a view; what is null or empty of the query is left out. */
export function address(view, id = null, query = {}) {
  const given = Object.entries(query).filter(([, value]) => value !== null && value !== undefined && value !== '');
  const path = id === null ? `#/${view}` : `#/${view}/${encodeURIComponent(id)}`;
  return given.length === 0 ? path : `${path}?${new URLSearchParams(given)}`;
}

/** Goes to an address; `quietly` takes the place of the present one in the history of the tab. */
export function go(to, { quietly = false } = {}) {
  if (quietly) {
    history.replaceState(null, '', to);
    dispatchEvent(new HashChangeEvent('hashchange'));
  } else {
    location.hash = to;
  }
}
