import { useContext, useId } from 'preact/hooks';
import type { DrainDocument } from '../../cli/drain/run/drain-as-json.ts';
import { bound } from '../model/bound.ts';
import { hrefOf } from '../model/route.ts';
import { todoOf } from '../model/todo.ts';
import { AskContext, useWhyNot } from './session.ts';

interface ActionProps {
  /** A command as `dxm` names it. */
  todo: string;
  /** What is shown of the drain that it is about. */
  drain?: DrainDocument | undefined;
}

/** What is to be done about something, in the words of `dxm`: a view that shows it, a command, or what to type in a terminal. */
export function Action({ todo, drain }: ActionProps) {
  const meant = todoOf(todo);
  if (meant.kind === 'view')
    return (
      <a class="action" href={hrefOf(meant.route)}>
        {meant.text}
      </a>
    );
  if (meant.kind === 'text') return <code class="typed">{meant.text}</code>;
  return <Command text={meant.text} words={bound(meant.words, drain)} />;
}

function Command({ text, words }: { text: string; words: readonly string[] }) {
  const ask = useContext(AskContext);
  const whyNot = useWhyNot(words);
  const id = useId();
  if (whyNot === undefined)
    return (
      <button type="button" class="action" onClick={() => ask(words)}>
        {text} …
      </button>
    );
  return (
    <span class="denied">
      <button type="button" class="action" disabled aria-describedby={id}>
        {text} …
      </button>
      <small id={id}>not allowed: {whyNot}</small>
    </span>
  );
}

/** Those that may be wanted, out of the way of the one that is. */
export function Offers({ todos, drain }: { todos: readonly string[]; drain?: DrainDocument | undefined }) {
  if (todos.length === 0) return null;
  return (
    <details class="offers">
      <summary>Other commands</summary>
      <ul class="plain">
        {todos.map((todo) => (
          <li key={todo}>
            <Action todo={todo} drain={drain} />
          </li>
        ))}
      </ul>
    </details>
  );
}
