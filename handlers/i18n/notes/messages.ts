/** What people read of notes by people: on an incident, and at the hand-over of a shift. */
export interface NoteMessages {
  /** Of the notes of an incident. */
  readonly title: string;
  readonly add: string;
  readonly text: string;
  /** That a note stays as it is. */
  readonly hint: string;
  readonly link: string;
  readonly linkHint: string;
  readonly submit: string;
  readonly none: string;
  /** Before the place of a recording or a file. */
  readonly kept: string;
  /** In place of a text that is no longer kept. */
  readonly erased: string;
  readonly problems: Readonly<
    Record<"empty" | "too-long" | "bad-link" | "too-many" | "not-kept", string>
  >;
  readonly handover: {
    readonly title: string;
    readonly intro: string;
    readonly text: string;
    readonly hint: string;
    readonly submit: string;
    /** Heads what was written before. */
    readonly written: string;
    readonly none: string;
    /** On the wall: before who wrote it. */
    readonly newest: string;
    readonly all: string;
    /** On the wall, while there is none. */
    readonly write: string;
  };
}
