/** What is on a map, as text: each place with its positions, the newest first. */
import type { Child } from "hono/jsx";
import type { MapFix, MapPlace } from "../../views/map/map_place.ts";
import { Known, KnownLegend } from "../known.tsx";
import type { Locale, Visit } from "../visit.ts";
import { Ago, When } from "../when.tsx";
import { Coordinates } from "./coordinates.tsx";

interface ListProps {
  readonly visit: Visit;
  readonly places: readonly MapPlace[];
  readonly size: "card" | "page";
}

/** The list; of no place, that there is none. */
export function MapList({ places, size, visit: { locale, map: { places: known } } }: ListProps) {
  const { map } = locale.messages;
  return (
    <>
      {places.length === 0 ? <p class="empty">{map.nothing}</p> : (
        <ul class="map-list">
          {places.map((place) => <PlaceItem place={place} size={size} locale={locale} />)}
        </ul>
      )}
      {size === "page" && places.some(({ fixes }) => fixes.some(isOfWearable))
        ? <KnownLegend messages={locale.messages} />
        : null}
      {size === "page" && known.length > 0
        ? (
          <details>
            <summary>{map.knownPlaces(known.length)}</summary>
            <ul class="map-list">
              {known.map((place) => <PlaceItem place={place} size={size} locale={locale} />)}
            </ul>
          </details>
        )
        : null}
    </>
  );
}

interface ItemProps {
  readonly place: MapPlace;
  readonly size: "card" | "page";
  readonly locale: Locale;
}

function PlaceItem({ locale, place, size }: ItemProps) {
  const { messages } = locale;
  const newest = place.fixes.at(-1);
  const earlier = size === "page" ? place.fixes.slice(0, -1).toReversed() : [];
  // The page of the map is led to at the id of an incident; elsewhere that id may be taken.
  const id = size === "page" ? place.id : `map-${place.id}`;
  return (
    <li id={id} class={`map-place ${place.tone}`} tabindex={-1}>
      <h2>
        {place.incident === undefined
          ? place.name
          : <a href={`/incidents/${place.incident}`}>{place.name}</a>}{" "}
        <span class={`badge ${place.tone}`}>{messages.map.tones[place.tone]}</span>
        {size === "page" && newest !== undefined
          ? <a class="to-map" href={`#${id}`}>{messages.map.show}</a>
          : null}
      </h2>
      {newest === undefined
        ? <p class="quiet">{messages.noPlace}</p>
        : <NewestFix fix={newest} locale={locale} />}
      {earlier.length === 0 ? null : (
        <details>
          <summary>{messages.map.earlier(earlier.length)}</summary>
          <ol class="fixes">
            {earlier.map((fix) => (
              <li>
                <FixLine fix={fix} locale={locale}>
                  {fix.lat.toFixed(5)}, {fix.lon.toFixed(5)}
                </FixLine>
              </li>
            ))}
          </ol>
        </details>
      )}
    </li>
  );
}

function NewestFix({ fix, locale }: { fix: MapFix; locale: Locale }) {
  return (
    <>
      {isOfWearable(fix) ? <FixLine fix={fix} locale={locale} /> : null}
      <Coordinates place={fix} messages={locale.messages} />
    </>
  );
}

/** When it was made, how exact it is, and what speaks against it. */
function FixLine(
  { children, fix, locale }: { fix: MapFix; locale: Locale; children?: Child },
) {
  const { messages } = locale;
  const { accuracyM, ageMs, anomalies = [], atUnixMs, isProved = false } = fix;
  return (
    <p class="fix">
      {children === undefined ? null : <span class="place">{children}</span>}{" "}
      <Ago locale={locale} ageMs={ageMs} /> <When locale={locale} unixMs={atUnixMs} />{" "}
      <span class="accuracy">
        {accuracyM === undefined ? messages.map.noAccuracy : `±${accuracyM}\u00a0m`}
      </span>
      <Known by={isProved ? "key" : "network"} messages={messages} />
      {anomalies.map((its) => <strong class="mark high">{messages.map.anomalies[its]}</strong>)}
    </p>
  );
}

/** A known place was never measured. */
function isOfWearable({ atUnixMs }: MapFix): boolean {
  return atUnixMs > 0;
}
