import { useEffect, useState } from 'preact/hooks';
import { type Route, routeOf } from '../model/route.ts';

/** What the address says that is shown. */
export function useRoute(): Route {
  const [route, setRoute] = useState(() => routeOf(location.hash));
  useEffect(() => {
    const change = () => setRoute(routeOf(location.hash));
    addEventListener('hashchange', change);
    return () => removeEventListener('hashchange', change);
  }, []);
  return route;
}
