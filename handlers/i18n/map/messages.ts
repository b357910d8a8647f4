import type { POSITION_ANOMALIES } from "../../../devices/event.ts";

/** What people read of the map. */
export interface MapMessages {
  /** Of the page, and of the link to it. */
  readonly title: string;
  readonly noScript: string;
  /** There is nothing to show. */
  readonly nothing: string;
  readonly noAccuracy: string;
  /** @param count Positions before the newest. */
  readonly earlier: (count: number) => string;
  /** @param count Places that the zone has named, and the gateway. */
  readonly knownPlaces: (count: number) => string;
  /** Link from an entry of the list to its mark. */
  readonly show: string;
  /** What a screen reader says of the map. */
  readonly onMap: string;
  /** There is to be a base map, and it cannot be read. */
  readonly unreadable: string;
  /** Of the base map, as its licence asks for. */
  readonly attribution: string;
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
