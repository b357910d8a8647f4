// What is on a map: where each place is, how exactly that is known, where it was before, and how old all
// of it is. Colours come from the style sheet; each mark has a shape and words as well.

/** A fix of a minute ago is as good as new. */
const FRESH_MS = 60_000;
/** What is very old can still be seen. */
const LEAST_OPACITY = 0.3;
const SIZE_PX = 30;

export class Marks {
  #marks = new Map();

  constructor(L, map, words) {
    Object.assign(this, { L, map, words });
  }

  /** @param places All that is to be on the map; what is there already is changed, not drawn again. */
  draw(places) {
    for (const [id, mark] of this.#marks) {
      if (places.some((place) => place.id === id && place.fixes.length > 0)) continue;
      mark.remove();
      this.#marks.delete(id);
    }
    for (const place of places) {
      if (place.fixes.length === 0) continue;
      const mark = this.#marks.get(place.id) ?? new Mark(this);
      this.#marks.set(place.id, mark);
      mark.renew(place);
    }
  }
}

/** One place. */
class Mark {
  constructor({ L, map, words }) {
    Object.assign(this, { L, map, words });
    this.track = L.layerGroup().addTo(map);
    this.label = document.createElement("span");
    this.label.className = "map-label";
    this.symbol = document.createElement("span");
    this.symbol.className = "map-symbol";
    const html = document.createElement("span");
    html.append(this.symbol, this.label);
    const icon = L.divIcon({ html, className: "map-mark", iconSize: [SIZE_PX, SIZE_PX] });
    // The list beside the map is what a keyboard uses.
    this.marker = L.marker([0, 0], { icon, keyboard: false });
    this.marker.on("click", () => showInList(this.place));
  }

  renew(place) {
    this.place = place;
    const newest = place.fixes.at(-1);
    this.marker.setLatLng([newest.lat, newest.lon]).addTo(this.map);
    this.marker.setZIndexOffset(place.tone === "danger" ? 1_000 : 0);
    this.marker.getElement().dataset.tone = place.tone;
    this.symbol.style.opacity = opacityOf(newest);
    this.label.replaceChildren(...labelOf(place, this.words));
    this.drawTrack(place);
  }

  /** Where it was, joined by lines; those that lead to a position that cannot be are dashed. */
  drawTrack({ fixes, tone }) {
    const { L } = this;
    this.track.clearLayers();
    fixes.forEach((fix, at) => {
      const before = fixes[at - 1];
      const isNewest = at === fixes.length - 1;
      if (before !== undefined) this.track.addLayer(lineBetween(L, before, fix, tone));
      if (fix.accuracyM !== undefined && (isNewest || fix.isImplausible)) {
        this.track.addLayer(accuracyOf(L, fix, tone));
      }
      if (!isNewest) this.track.addLayer(dotOf(L, fix, tone, this.words));
    });
  }

  remove() {
    this.track.remove();
    this.marker.remove();
  }
}

function lineBetween(L, before, fix, tone) {
  const doubt = before.isImplausible || fix.isImplausible ? "doubtful" : "";
  return L.polyline([[before.lat, before.lon], [fix.lat, fix.lon]], {
    className: `map-track ${tone} ${doubt}`,
    opacity: opacityOf(fix),
    interactive: false,
  });
}

function accuracyOf(L, fix, tone) {
  return L.circle([fix.lat, fix.lon], {
    radius: fix.accuracyM,
    className: `map-accuracy ${tone} ${fix.isImplausible ? "doubtful" : ""}`,
    opacity: opacityOf(fix),
    interactive: false,
  });
}

function dotOf(L, fix, tone, words) {
  const dot = L.circleMarker([fix.lat, fix.lon], {
    radius: fix.isImplausible ? 7 : 5,
    className: `map-dot ${tone} ${fix.isImplausible ? "doubtful" : ""}`,
    opacity: opacityOf(fix),
    fillOpacity: opacityOf(fix),
  });
  const said = document.createElement("span");
  said.append(...fixText(fix, words));
  // What cannot be is said without being asked.
  return dot.bindTooltip(said, { permanent: fix.isImplausible === true, className: "map-said" });
}

/** Older fixes fade, until an hour has made them as faint as they get. */
function opacityOf({ ageMs, atUnixMs }) {
  if (atUnixMs === 0) return 1;
  return Math.max(LEAST_OPACITY, 1 - Math.log10(1 + ageMs / FRESH_MS) / 2.5);
}

function labelOf({ fixes, name, tone }, words) {
  const newest = fixes.at(-1);
  const title = document.createElement("strong");
  title.textContent = name;
  if (newest.atUnixMs === 0) return tone === "gateway" ? [title, ` ${words.tones.gateway}`] : [title];
  return [title, ` ${words.tones[tone]} · `, ...fixText(newest, words)];
}

/** Its age, which the script of the page lets go on, how exact it is, and what speaks against it. */
function fixText({ accuracyM, ageMs, anomalies = [] }, words) {
  const age = document.createElement("span");
  age.className = "ago";
  age.dataset.ageMs = Math.round(ageMs);
  age.textContent = "\u2026";
  const exact = accuracyM === undefined ? words.noAccuracy : `±${accuracyM}\u00a0m`;
  return [age, ` · ${exact}`, ...anomalies.map((its) => ` · ${words.anomalies[its]}`)];
}

/** Leads from a mark to what the list says of it. */
function showInList({ id }) {
  const item = document.getElementById(id) ?? document.getElementById(`map-${id}`);
  item?.scrollIntoView({ block: "nearest" });
  item?.focus({ preventScroll: true });
}
