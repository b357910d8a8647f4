/** All open alarms on one map. */
import type { MapPlace } from "../../views/map/map_place.ts";
import { Page } from "../page.tsx";
import type { Visit } from "../visit.ts";
import { MAP_ASSETS, MapPart } from "./map_part.tsx";

/** The whole page. An alarm is led to by the id of its incident behind a `#`. */
export function MapPage({ places, visit }: { visit: Visit; places: readonly MapPlace[] }) {
  const { map } = visit.locale.messages;
  return (
    <Page visit={visit} title={map.title} isLive {...MAP_ASSETS}>
      <h1>{map.title}</h1>
      <MapPart visit={visit} places={places} size="page" />
    </Page>
  );
}
