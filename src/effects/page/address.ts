import type { AddressPort } from '../../protocol/ports.js';

/** The address bar of a page. */
export function pageAddress(page: Window): AddressPort {
  return {
    read: () => new URLSearchParams(page.location.search),
    write: (values) => {
      const params = new URLSearchParams(page.location.search);
      for (const [name, value] of Object.entries(values)) {
        if (value === '') params.delete(name);
        else params.set(name, value);
      }
      const query = params.toString().replaceAll('%2C', ',');
      if (query === page.location.search.slice(1)) return;
      page.history.replaceState(page.history.state, '', `${page.location.pathname}${query === '' ? '' : `?${query}`}`);
    },
  };
}
