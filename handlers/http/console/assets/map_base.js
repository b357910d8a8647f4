// The base map: ranges of one file of this box, drawn here. Streets as vectors in the colours of the page,
// pictures as they are. What cannot be read leaves the grid that lies below.
import { library } from "./library.js";

/** Kinds of tiles, as the file says it. */
const VECTORS = 1;

export class Base {
  /** @param onChange Called when there is a base map, and when there is none any more. */
  constructor(L, map, words, note, onChange) {
    Object.assign(this, { L, map, words, note, onChange });
    this.tiles = undefined;
    this.layer = undefined;
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.draw());
  }

  /** @param tiles Address of the file; undefined: there is none. */
  renew(tiles) {
    if (tiles === this.tiles) return;
    this.tiles = tiles;
    this.draw();
  }

  async draw() {
    const { tiles } = this;
    this.place(undefined);
    if (tiles === undefined) return;
    try {
      const layer = await this.createLayer(tiles);
      if (tiles === this.tiles) this.place(layer);
    } catch {
      this.note.say(this.words.unreadable);
    }
  }

  async createLayer(tiles) {
    const { PMTiles } = await import("./pmtiles.js");
    const file = new PMTiles(tiles);
    const header = await file.getHeader();
    const bounds = [[header.minLat, header.minLon], [header.maxLat, header.maxLon]];
    if (header.tileType !== VECTORS) return pictures(this.L, file, header, bounds);
    const { leafletLayer } = await library("protomaps-leaflet.js", "protomapsL");
    return leafletLayer({
      url: file,
      flavor: isDark() ? "dark" : "light",
      lang: document.documentElement.lang,
      maxDataZoom: header.maxZoom,
      bounds,
      attribution: "",
    });
  }

  place(layer) {
    this.layer?.remove();
    this.layer = layer?.addTo(this.map);
    this.note.say(layer === undefined ? "" : this.words.attribution);
    this.onChange();
  }
}

/** By the theme that the reader chose, else that of the system. */
function isDark() {
  const { theme } = document.documentElement.dataset;
  if (theme === "light" || theme === "dark") return theme === "dark";
  return matchMedia("(prefers-color-scheme: dark)").matches;
}

/** Tiles that are pictures. They are painted on a canvas, so that pages need no right to load others. */
function pictures(L, file, { maxZoom, minZoom }, bounds) {
  const Layer = L.GridLayer.extend({
    createTile({ x, y, z }, done) {
      const tile = document.createElement("canvas");
      paint(tile, file, z, x, y).then(() => done(undefined, tile), (error) => done(error, tile));
      return tile;
    },
  });
  return new Layer({ bounds, minNativeZoom: minZoom, maxNativeZoom: maxZoom });
}

async function paint(tile, file, z, x, y) {
  const found = await file.getZxy(z, x, y);
  if (found === undefined) return;
  const picture = await createImageBitmap(new Blob([found.data]));
  tile.width = picture.width;
  tile.height = picture.height;
  tile.getContext("2d").drawImage(picture, 0, 0);
}
