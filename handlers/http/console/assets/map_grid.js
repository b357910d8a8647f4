// A grid of squares whose side is said, for where there is no base map.

const METRES_PER_DEGREE = 111_320;
/** A square is at least so large on the screen, in CSS pixels. */
const LEAST_PX = 90;
const STEPS = [1, 2, 5];

export class Grid {
  constructor(L, map, words, note) {
    Object.assign(this, { L, map, words, note });
    // Below the base map, which covers it where there is one.
    const pane = map.createPane("grid");
    pane.style.zIndex = 150;
    pane.style.pointerEvents = "none";
    this.lines = L.layerGroup().addTo(map);
    this.renderer = L.svg({ pane: "grid", padding: 0.5 });
    map.on("moveend zoomend resize", () => this.renew());
  }

  /** Draws the squares that are in sight. */
  renew() {
    const { L, map } = this;
    this.lines.clearLayers();
    const bounds = map.getBounds().pad(0.5);
    const metresPerPx = METRES_PER_DEGREE * 360 * cosOf(map.getCenter().lat) / 256 / 2 ** map.getZoom();
    const sideM = roundUp(LEAST_PX * metresPerPx);
    const lat = sideM / METRES_PER_DEGREE;
    // One width for all that is in sight: of the latitude in the middle, to a degree, so that lines stay.
    const lon = lat / cosOf(Math.round(map.getCenter().lat));
    const options = { className: "grid-line", interactive: false, renderer: this.renderer, pane: "grid" };
    const line = (from, to) => this.lines.addLayer(L.polyline([from, to], options));
    for (const at of steps(bounds.getSouth(), bounds.getNorth(), lat)) {
      line([at, bounds.getWest()], [at, bounds.getEast()]);
    }
    for (const at of steps(bounds.getWest(), bounds.getEast(), lon)) {
      line([bounds.getSouth(), at], [bounds.getNorth(), at]);
    }
    if (!hasBase(map)) this.note.say(this.words.square.replace("{}", lengthText(sideM)));
  }
}

/** Tiles lie on the map. */
function hasBase(map) {
  return map.getPane("tilePane").children.length > 0;
}

function cosOf(degrees) {
  return Math.cos(degrees * Math.PI / 180);
}

/** The next of 1, 2, 5, 10, 20 … m. */
function roundUp(metres) {
  const power = 10 ** Math.floor(Math.log10(metres));
  return (STEPS.find((step) => step * power >= metres) ?? 10) * power;
}

function* steps(from, to, by) {
  for (let number = Math.ceil(from / by); number * by <= to; number++) yield number * by;
}

function lengthText(metres) {
  return metres < 1_000 ? `${metres} m` : `${metres / 1_000} km`;
}
