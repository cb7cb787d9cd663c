import { useEffect, useRef } from 'preact/hooks';

/** What a view is called; whoever comes to it, also by keyboard or by ear, begins there. */
export function Title({ children }: { children: string }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  return (
    <h1 ref={heading} tabIndex={-1}>
      {children}
    </h1>
  );
}
