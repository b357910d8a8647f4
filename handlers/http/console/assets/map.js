// Draws the map of a page from what its element says, and goes on from there when the page is renewed:
// the map is not built again, so that what a reader zoomed or moved stays.
import { library } from "./library.js";
import { Base } from "./map_base.js";
import { Grid } from "./map_grid.js";
import { Marks } from "./map_marks.js";
import { addNote, addTools } from "./map_tools.js";

/** What is shown while there is nothing to show: Belgium. */
const EVERYWHERE = [[49.49, 2.54], [51.51, 6.41]];
/** Streets have names from here on. */
const CLOSE_ZOOM = 16;
/** Who is followed keeps such a share of the map on each side. */
const MARGIN = 0.25;
const FURTHEST_ZOOM = 5;
const CLOSEST_ZOOM = 19;

class MapView {
  constructor(L, element) {
    this.element = element;
    this.words = JSON.parse(element.dataset.words);
    this.isFollowing = true;
    /** Id of the place that the reader chose; undefined: all of them. */
    this.chosen = undefined;
    this.map = createMap(L, element, this.words);
    this.tools = addTools(L, this.map, this.words, {
      onFollow: () => {
        this.follow(!this.isFollowing);
        if (this.isFollowing) this.goWhereTheyAre();
      },
      onWhole: () => this.showWhole(),
    });
    const note = addNote(L, this.map);
    this.marks = new Marks(L, this.map, this.words);
    this.grid = new Grid(L, this.map, this.words, note);
    this.base = new Base(L, this.map, this.words, note, () => this.grid.renew());
    // An operator who moves the map wants to look elsewhere.
    this.map.on("dragstart", () => this.follow(false));
    this.map.on("keydown", ({ originalEvent: { key } }) => key.startsWith("Arrow") && this.follow(false));
    this.sizes = new ResizeObserver(() => this.map.invalidateSize({ pan: false }));
    this.sizes.observe(element);
    this.renew();
    this.showWhole();
    this.followHash();
  }

  /** Draws what the element says now. */
  renew() {
    this.places = JSON.parse(this.element.dataset.places);
    this.base.renew(this.element.dataset.tiles);
    this.marks.draw(this.places);
    if (this.isFollowing) this.goWhereTheyAre();
  }

  /** @param isFollowing Whether the newest position is to be in sight from now on. */
  follow(isFollowing) {
    this.isFollowing = isFollowing;
    this.tools.setFollowing(isFollowing);
  }

  /** The newest positions of those who are followed. */
  newest() {
    const people = this.places.filter(({ id, incident, tone }) =>
      this.chosen === undefined ? incident !== undefined || !isStanding(tone) : id === this.chosen
    );
    return people.flatMap(({ fixes }) => fixes.slice(-1)).map(({ lat, lon }) => [lat, lon]);
  }

  /** Moves no more than it has to, and keeps the zoom unless not all of them would be in sight. */
  goWhereTheyAre() {
    const newest = this.newest();
    const sight = this.map.getBounds().pad(newest.length === 1 ? -MARGIN : 0);
    if (newest.every((at) => sight.contains(at))) return;
    if (newest.length === 1) return this.map.panTo(newest[0], { animate: !isCalm() });
    this.map.fitBounds(newest, { maxZoom: this.map.getZoom(), padding: [48, 48] });
  }

  /** People with where they were; without any, the known places; without any, the country. */
  showWhole() {
    this.chosen = undefined;
    const people = this.places.filter(({ tone }) => !isStanding(tone));
    const shown = people.some(({ fixes }) => fixes.length > 0) ? people : this.places;
    const all = shown.flatMap(({ fixes }) => fixes).map(({ lat, lon }) => [lat, lon]);
    this.map.fitBounds(all.length === 0 ? EVERYWHERE : all, { maxZoom: CLOSE_ZOOM, padding: [48, 48] });
    this.follow(true);
  }

  /** An alarm that the address names is shown close by, and followed. */
  followHash() {
    const id = decodeURIComponent(location.hash.slice(1));
    const place = this.places.find((its) => its.id === id);
    const fix = place?.fixes.at(-1);
    if (fix === undefined) return;
    this.chosen = id;
    this.map.setView([fix.lat, fix.lon], Math.max(CLOSE_ZOOM, this.map.getZoom()));
    this.follow(true);
  }

  remove() {
    this.sizes.disconnect();
    this.map.remove();
  }
}

function isStanding(tone) {
  return tone === "gateway" || tone === "place";
}

function isCalm() {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}

function createMap(L, element, words) {
  const moves = !isCalm();
  const map = L.map(element, {
    attributionControl: false,
    zoomControl: false,
    fadeAnimation: false,
    inertia: moves,
    zoomAnimation: moves,
    markerZoomAnimation: moves,
    // In a card, the wheel is the page's.
    scrollWheelZoom: element.dataset.map === "page",
    minZoom: FURTHEST_ZOOM,
    maxZoom: CLOSEST_ZOOM,
  });
  element.setAttribute("role", "application");
  element.setAttribute("aria-label", words.onMap);
  L.control.zoom({ zoomInTitle: words.zoomIn, zoomOutTitle: words.zoomOut }).addTo(map);
  L.control.scale({ imperial: false }).addTo(map);
  map.fitBounds(EVERYWHERE);
  return map;
}

const views = new Map();

async function draw() {
  for (const [element, view] of views) {
    if (element.isConnected) continue;
    view.remove();
    views.delete(element);
  }
  const elements = [...document.querySelectorAll("[data-map]")];
  if (elements.length === 0) return;
  const L = await library("leaflet.js", "L");
  for (const element of elements) {
    const view = views.get(element);
    if (view !== undefined) view.renew();
    else if (element.isConnected) views.set(element, new MapView(L, element));
  }
}

document.addEventListener("vigil:refreshed", draw);
addEventListener("hashchange", () => views.forEach((view) => view.followHash()));
document.addEventListener("click", ({ target }) => {
  // A link to where the address leads already changes nothing, and is a wish all the same.
  const isAgain = target instanceof Element && target.closest("a")?.getAttribute("href") === location.hash;
  if (isAgain && location.hash !== "") views.forEach((view) => view.followHash());
});
draw();
