/** How a fact is known: a mark beside it, and what the marks mean. */
import type { Messages } from "../../../i18n/messages.ts";

/** Proved by a key, said by a modem or network, said by a person, recorded by the gateway, or inferred. */
export type KnownBy = keyof Messages["known"]["ways"];

const MARKS: Readonly<Record<KnownBy, string>> = {
  key: "●",
  network: "◐",
  person: "○",
  gateway: "◆",
  inferred: "?",
};

/** The mark, read aloud as what it means. */
export function Known({ by, messages }: { readonly by: KnownBy; readonly messages: Messages }) {
  const text = messages.known.ways[by];
  return (
    <span class={`known by-${by}`} title={text}>
      <span aria-hidden="true">{MARKS[by]}</span>
      <span class="unseen">({text})</span>
    </span>
  );
}

/** What the marks mean; on each page that has some. */
export function KnownLegend({ messages: { known } }: { readonly messages: Messages }) {
  return (
    <p class="legend quiet">
      {known.title}: {(Object.keys(MARKS) as KnownBy[]).map((by) => (
        <span class="meaning">
          <span class={`known by-${by}`} aria-hidden="true">{MARKS[by]}</span> {known.ways[by]}
        </span>
      ))}
    </p>
  );
}
