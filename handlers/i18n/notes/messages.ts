/** What people read of notes by people: on an incident, and at the hand-over of a shift. */
export interface NoteMessages {
  /** Of the page, and of the link to it. */
  readonly title: string;
}
