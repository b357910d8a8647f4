/** What people read of the wall: what draws attention, and what is known of today. */
export interface WallMessages {
  /** Of the page, and of the link to it. */
  readonly title: string;
  /** Beside what has happened: the wearable moves. */
  readonly moving: string;
  /** Before the modem that heard the press first. */
  readonly heardBy: string;
  readonly lowBattery: string;
  readonly charging: string;
  /** Before how many wearables are heard. */
  readonly buttons: string;
  /** Before what today's alarms were. */
  readonly today: string;
  /** Before when a wearable was last tested, and whether it passed. */
  readonly lastTest: string;
  readonly passed: string;
  readonly failed: string;
  readonly sound: SoundMessages;
}

/** Of what is heard, and of what the browser shows by itself. */
export interface SoundMessages {
  /** Of the group of switches, for screen readers. */
  readonly title: string;
  readonly off: string;
  readonly on: string;
  /** The browser holds it back until it is pressed. */
  readonly blocked: string;
  /** The browser has no sound. */
  readonly none: string;
  readonly test: string;
  readonly tested: string;
  readonly notTested: string;
  /** Leads to what notifications may say. */
  readonly more: string;
  /** They name the alarm and its wearable. */
  readonly named: string;
  /** Silences one alarm, in this browser. */
  readonly silence: string;
  /** Silences that the page is not live. */
  readonly silenceLost: string;
  readonly notices: {
    /** What notifications say: nothing of a victim. */
    readonly alarm: string;
    readonly drill: string;
    readonly test: string;
    readonly lost: string;
    readonly shown: string;
    /** Why none is shown. */
    readonly denied: string;
    readonly insecure: string;
    readonly none: string;
  };
}
