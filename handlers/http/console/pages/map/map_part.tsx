/**
 * A map with the list of what is on it. The script draws the map; the list is there without one, and is
 * what screen readers and keyboards use.
 */
import type { MapPlace } from "../../views/map/map_place.ts";
import type { Visit } from "../visit.ts";
import { MapList } from "./map_list.tsx";
import { mapWords } from "./map_words.ts";

export type { MapFix, MapPlace, MapTone } from "../../views/map/map_place.ts";

/** What `<Page styles scripts>` gets of a page with a map, beside what is its own. */
export const MAP_ASSETS = {
  styles: ["leaflet.css", "map.css"],
  scripts: ["copy.js", "map.js"],
} as const;

interface MapPartProps {
  readonly visit: Visit;
  readonly places: readonly MapPlace[];
  /** `card`: beside or in something else, with the newest position of each place in its list. */
  readonly size: "card" | "page";
}

/** The map and its list. There is one at most on a page. */
export function MapPart({ places, size, visit }: MapPartProps) {
  const { locale: { messages }, map: shown } = visit;
  const { map } = messages;
  const all = [...places, ...shown.places];
  return (
    <section
      class={`map-part of-${size}`}
      aria-label={map.title}
      data-copied={map.copied}
      data-copy-yourself={map.copyYourself}
    >
      <div
        id="map"
        class="map"
        data-keep=""
        data-map={size}
        data-places={JSON.stringify(all)}
        data-tiles={shown.tiles}
        data-words={JSON.stringify(mapWords(messages))}
      >
        <noscript>
          <p class="quiet">{map.noScript}</p>
        </noscript>
      </div>
      {shown.isUnreadable ? <p class="map-problem">{map.unreadable}</p> : null}
      <p class="copied" id="map-said" role="status" data-keep=""></p>
      <MapList places={places} size={size} visit={visit} />
    </section>
  );
}
