import type { ComponentChildren } from 'preact';

/** A label, and what is said under it; what is undefined or null is left out. */
export type Fact = readonly [label: string, value: ComponentChildren | undefined];

export function Facts({ facts }: { facts: readonly Fact[] }) {
  return (
    <dl class="facts">
      {facts
        .filter(([, value]) => value !== undefined && value !== null && value !== '')
        .map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  );
}
