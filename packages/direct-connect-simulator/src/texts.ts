import { ServiceError } from './service-error.ts';
import { connectionTexts } from './texts/connection-texts.ts';
import { lagTexts } from './texts/lag-texts.ts';
import { requestTexts } from './texts/request-texts.ts';
import type { ServiceText } from './texts/service-text.ts';

/** Every message. */
const texts = { ...connectionTexts, ...lagTexts, ...requestTexts };

export type TextName = keyof typeof texts;

/** The error that answers with one of the texts. */
export function serviceError(name: TextName, ...args: readonly (string | number)[]): ServiceError {
  const entry: ServiceText = texts[name];
  return new ServiceError(entry.type, entry.status, entry.text(...args), entry.origin);
}
