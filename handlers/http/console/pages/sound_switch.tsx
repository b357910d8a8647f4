/** The switch of sound and notifications, which is the browser's own. The script does what it says. */
import type { Messages } from "../../../i18n/messages.ts";

/** Hidden until a script is there to do it. Kept when the page is renewed. */
export function SoundSwitch({ messages: { wall: { sound } } }: { readonly messages: Messages }) {
  return (
    <div
      id="sound"
      class="sound"
      role="group"
      aria-label={sound.title}
      data-keep="sound"
      data-off={sound.off}
      data-on={sound.on}
      data-blocked={sound.blocked}
      data-mute={sound.none}
      data-none={sound.notices.none}
      data-tested={sound.tested}
      data-not-tested={sound.notTested}
      data-shown={sound.notices.shown}
      data-denied={sound.notices.denied}
      data-insecure={sound.notices.insecure}
      data-notice-alarm={sound.notices.alarm}
      data-notice-drill={sound.notices.drill}
      data-notice-test={sound.notices.test}
      data-notice-lost={sound.notices.lost}
      hidden
    >
      <button type="button" id="sound-on">
        <SoundSign /> <span id="sound-word">{sound.off}</span>
      </button>
      <button type="button" id="sound-test" hidden>{sound.test}</button>
      <details id="sound-more" hidden>
        <summary>{sound.more}</summary>
        <label>
          <input type="checkbox" id="sound-named" /> {sound.named}
        </label>
      </details>
      <span id="sound-said" role="status"></span>
    </div>
  );
}

/** Drawn, since not every browser has a sign for it. It is struck through while nothing is heard. */
function SoundSign() {
  return (
    <svg class="bell" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
      <path d="M8 1.5a4 4 0 0 0-4 4V9l-1.5 2.5h11L12 9V5.5a4 4 0 0 0-4-4ZM6.5 13a1.5 1.5 0 0 0 3 0" />
      <path class="strike" d="M2 2l12 12" />
    </svg>
  );
}

interface SilenceProps {
  /** Id of the incident, or that the page is not live. */
  readonly what: string;
  readonly name: string;
}

/** Silences one sound in this browser; the alarm stays as it is. Shown while it is heard. */
export function Silence({ name, what }: SilenceProps) {
  return <button type="button" class="silence" data-silence={what} hidden>{name}</button>;
}
