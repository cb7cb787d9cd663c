const KEY = 'token';
const IN_HASH = /^#token=([\w-]+)$/;

/** Of this page; it is kept while its tab is open, and taken out of the address, which may be shown or shared. */
export function takeToken(): string {
  const [, given] = IN_HASH.exec(location.hash) ?? [];
  if (given !== undefined) {
    sessionStorage.setItem(KEY, given);
    history.replaceState(null, '', '#/attention');
  }
  return sessionStorage.getItem(KEY) ?? '';
}
