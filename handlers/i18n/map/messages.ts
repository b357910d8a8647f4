import type { POSITION_ANOMALIES } from "../../../devices/event.ts";

/** What people read of the map. */
export interface MapMessages {
  /** Of the page, and of the link to it. */
  readonly title: string;
  readonly noScript: string;
  /** There is nothing to show. */
  readonly nothing: string;
  /** On the map, of a place without a position. */
  readonly noFix: string;
  readonly noAccuracy: string;
  /** @param count Positions before the newest. */
  readonly earlier: (count: number) => string;
  readonly plusCode: string;
  readonly copy: string;
  /** `{}` stands for what was copied. */
  readonly copied: string;
  /** The browser does not let the page copy; the text is selected. */
  readonly copyYourself: string;
  /** What a position cannot be. */
  readonly anomalies: Readonly<Record<(typeof POSITION_ANOMALIES)[number], string>>;
  readonly tones: {
    readonly "danger": string;
    readonly "cared-for": string;
    readonly "drill": string;
    readonly "place": string;
    readonly "gateway": string;
  };
  /** Switch: the map goes where the newest position is. */
  readonly follow: string;
  /** Button: all that is shown comes into sight. */
  readonly whole: string;
  readonly zoomIn: string;
  readonly zoomOut: string;
  /** Side of one square of the grid; `{}` stands for its length. */
  readonly square: string;
}
