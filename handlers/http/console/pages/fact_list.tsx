/** Facts under their names, and a card of them. */
import type { Child } from "hono/jsx";

/** A name and what is known under it. */
export type Fact = readonly [name: string, value: Child];

export function FactList({ facts }: { readonly facts: readonly Fact[] }) {
  return (
    <dl>
      {facts.map(([name, value]) => (
        <>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </>
      ))}
    </dl>
  );
}

export function FactCard({ facts, title }: {
  readonly title: string;
  readonly facts: readonly Fact[];
}) {
  return (
    <div class="card">
      <h2>{title}</h2>
      <FactList facts={facts} />
    </div>
  );
}
