import { useEffect, useRef } from 'preact/hooks';
import { printable } from '../../cli/output/printable.ts';

/** What a view is called; whoever comes to it, also by keyboard or by ear, begins there. An address may say anything. */
export function Title({ children }: { children: string }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  return (
    <h1 ref={heading} tabIndex={-1}>
      {printable(children)}
    </h1>
  );
}
