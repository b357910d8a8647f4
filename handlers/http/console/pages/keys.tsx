/** The keys of a page, and the list of them all. The script of the keys does what they do. */
import type { Messages } from "../../../i18n/messages.ts";

/** A key on the button that it presses; seen only where keys act. */
export function Key({ name }: { name: string }) {
  return <kbd class="key" aria-hidden="true">{name}</kbd>;
}

/** What is said of a key, and the list that `?` opens. Outside of what is renewed. */
export function KeyList({ messages }: { messages: Messages }) {
  const { acts, keys, wall } = messages;
  const all = [
    ["A", acts.accept],
    ["U", acts.underway],
    ["S", acts.onScene],
    ["C", acts.close],
    ["Z", wall.sound.silence],
    ["M", messages.map.title],
    ["1…9", keys.choose],
    ["?", keys.all],
  ] as const;
  return (
    <>
      <p
        id="keys-said"
        class="keys-said"
        role="status"
        hidden
        data-not-now={keys.notNow}
        data-changed={keys.changed}
        data-not-live={keys.notLive}
      >
      </p>
      <button type="button" id="keys-shown" aria-haspopup="dialog" hidden>
        <kbd>?</kbd> {keys.title}
      </button>
      <dialog id="keys" aria-labelledby="keys-title">
        <h2 id="keys-title">{keys.title}</h2>
        <dl class="keys">
          {all.map(([key, what]) => (
            <>
              <dt>
                <kbd>{key}</kbd>
              </dt>
              <dd>{what}</dd>
            </>
          ))}
        </dl>
        <p>
          <label>
            <input type="checkbox" id="keys-on" checked /> {keys.isOn}
          </label>
        </p>
        <form method="dialog">
          <button type="submit">{keys.hide}</button>
        </form>
      </dialog>
    </>
  );
}
