import { existsSync } from 'node:fs';

/** Where Debian, Ubuntu and Fedora put it; or wherever someone says. */
const PLACES = [process.env.CHROMIUM ?? '', '/usr/bin/chromium', '/usr/bin/chromium-browser'];

/** The browser that the page is tried in; undefined where there is none. */
export const CHROMIUM = PLACES.find((path) => path !== '' && existsSync(path));

/** What is missing for tests in a browser, if anything is. */
export const missingForBrowser =
  CHROMIUM === undefined
    ? 'Chromium is not installed: apt-get install chromium, or say CHROMIUM=/path/to/it'
    : undefined;
