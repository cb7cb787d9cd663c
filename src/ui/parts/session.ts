import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Session } from '../../cli/ui/app.ts';
import { partOf } from '../model/todo.ts';

/** For whom the page is. */
export const SessionContext = createContext<Session | undefined>(undefined);

/** Has a command asked for, or done at once where it must not wait. */
export const AskContext = createContext<(words: readonly string[]) => void>(() => {});

/** Why a command cannot be given here, or undefined if it can. */
export function useWhyNot(words: readonly string[]): string | undefined {
  const session = useContext(SessionContext);
  if (session?.isReadOnly) return 'this page only reads';
  return session && !session.rights[partOf(words)] ? 'your role may not' : undefined;
}
