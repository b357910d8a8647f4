// What is heard, made by the browser itself: no file is loaded, and three sounds that no one confuses.

/** Notes as [after s, Hz, s], and after how many ms the sound comes again. */
export const TONES = {
  /** Two high tones in turn, hard: a person waits for help. */
  alarm: {
    wave: "square",
    loudness: 0.3,
    againMs: 2_400,
    notes: [[0, 880, 0.18], [0.22, 1_175, 0.18], [0.44, 880, 0.18], [0.66, 1_175, 0.3]],
  },
  /** Two falling tones: this page no longer knows. */
  lost: {
    wave: "sawtooth",
    loudness: 0.25,
    againMs: 4_000,
    notes: [[0, 440, 0.35], [0.4, 330, 0.5]],
  },
  /** Two soft rising tones, seldom: a drill. */
  drill: {
    wave: "sine",
    loudness: 0.2,
    againMs: 8_000,
    notes: [[0, 523, 0.4], [0.45, 659, 0.6]],
  },
};

/** A tone begins and ends in so long, in s, or it would click. */
const EDGE_S = 0.01;
/** A browser that gives sound does so within this. */
const GIVEN_MS = 1_000;
/** Between two looks at the clock of the sound; in less it need not have gone on. */
const LOOK_MS = 400;

/** The loudspeaker of this browser, which may be held back until the page is touched. */
export class Speaker {
  #context;
  #clockS = -1;
  #lookedAt = -Infinity;
  #isRunning = false;

  /** Asks the browser for sound, which it may hold back until the page is touched. */
  async wake() {
    if (!("AudioContext" in globalThis)) return;
    this.#context ??= new AudioContext();
    const isGiven = this.#context.resume().catch(() => {});
    await Promise.race([isGiven, new Promise((given) => setTimeout(given, GIVEN_MS))]);
    this.look();
  }

  /** Ends it, so that nothing of it is left at work. */
  sleep() {
    this.#context?.close();
    this.#context = undefined;
    this.#isRunning = false;
  }

  /** Looks whether sound comes out: by its own clock, which stands still where none does. */
  look() {
    const isGiven = this.#context?.state === "running";
    const sinceMs = performance.now() - this.#lookedAt;
    if (isGiven && sinceMs < LOOK_MS) return;
    const clockS = isGiven ? this.#context.currentTime : -1;
    this.#isRunning = isGiven && clockS !== this.#clockS;
    this.#clockS = clockS;
    this.#lookedAt = isGiven ? performance.now() : -Infinity;
  }

  get isRunning() {
    return this.#isRunning;
  }

  /** Plays one of the sounds once. */
  play(name) {
    const { loudness, notes, wave } = TONES[name];
    for (const [afterS, hz, forS] of notes) this.#tone(wave, loudness, afterS, hz, forS);
  }

  #tone(wave, loudness, afterS, hz, forS) {
    const context = this.#context;
    const [tone, volume] = [context.createOscillator(), context.createGain()];
    const [fromS, toS] = [context.currentTime + afterS, context.currentTime + afterS + forS];
    tone.type = wave;
    tone.frequency.value = hz;
    volume.gain.setValueAtTime(0, fromS);
    volume.gain.linearRampToValueAtTime(loudness, fromS + EDGE_S);
    volume.gain.setValueAtTime(loudness, toS - EDGE_S);
    volume.gain.linearRampToValueAtTime(0, toS);
    tone.connect(volume).connect(context.destination);
    tone.start(fromS);
    tone.stop(toS);
  }
}
