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
        <span id="sound-bell" aria-hidden="true">🔕</span> <span id="sound-word">{sound.off}</span>
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

interface SilenceProps {
  /** Id of the incident, or that the page is not live. */
  readonly what: string;
  readonly name: string;
}

/** Silences one sound in this browser; the alarm stays as it is. Shown while it is heard. */
export function Silence({ name, what }: SilenceProps) {
  return <button type="button" class="silence" data-silence={what} hidden>{name}</button>;
}
