/** What people read of the keys by which alarms are acted on. */
export interface KeyMessages {
  /** Heads the list of keys. */
  readonly title: string;
  /** On the card that a key acts on. */
  readonly actsHere: string;
  /** Beside the key `1…9`. */
  readonly choose: string;
  /** Beside the key `?`. */
  readonly all: string;
  /** On the page that closes an incident, before the keys of the outcomes. */
  readonly closes: string;
  readonly isOn: string;
  readonly hide: string;
  /** Why a key did nothing. */
  readonly notNow: string;
  readonly changed: string;
  readonly notLive: string;
}
