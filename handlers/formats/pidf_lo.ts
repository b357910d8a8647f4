/**
 * PIDF-LO: where a wearable is (RFC 4119; shapes and order of parts as RFC 5491 wants them). It holds
 * a position and nothing else, so an event without one has no such representation.
 */
import { isoTime, type UnixMs } from "../../devices/time.ts";
import type { Position } from "../../devices/event.ts";
import { degrees, type OutgoingEvent } from "./outgoing_event.ts";
import { type Element, element, writeXml } from "../tools/xml.ts";

const NAMESPACES = {
  "xmlns": "urn:ietf:params:xml:ns:pidf",
  "xmlns:dm": "urn:ietf:params:xml:ns:pidf:data-model",
  "xmlns:gp": "urn:ietf:params:xml:ns:pidf:geopriv10",
  "xmlns:gbp": "urn:ietf:params:xml:ns:pidf:geopriv10:basicPolicy",
  "xmlns:gml": "http://www.opengis.net/gml",
  "xmlns:gs": "http://www.opengis.net/pidflo/1.0",
};
/** WGS 84 in two dimensions, latitude first (RFC 5491 §5). */
const WGS_84 = "urn:ogc:def:crs:EPSG::4326";
const METRE = "urn:ogc:def:uom:EPSG::9001";
export function writePidfLo(event: OutgoingEvent): string | undefined {
  const { device, position } = event.data;
  if (device === undefined || position === undefined) return undefined;
  const entity = `${event.source}:device:${encodeURIComponent(device)}`;
  return writeXml(element("presence", [
    element("dm:device", [
      element("gp:geopriv", [
        element("gp:location-info", [shapeOf(position)]),
        element("gp:usage-rules", [element("gbp:retransmission-allowed", "false")]),
        element("gp:method", "GPS"),
      ]),
      element("dm:deviceID", entity),
      element("dm:timestamp", fixTime(event.time, position)),
    ], { id: `event-${event.id}` }),
  ], { ...NAMESPACES, entity }));
}

/** A circle when it is known how good the position is, else a point (RFC 5491 §5.2). */
function shapeOf({ lat, lon, accuracyM }: Position): Element {
  const position = element("gml:pos", `${degrees(lat)} ${degrees(lon)}`);
  if (accuracyM === undefined) return element("gml:Point", [position], { srsName: WGS_84 });
  return element("gs:Circle", [
    position,
    element("gs:radius", String(accuracyM), { uom: METRE }),
  ], { srsName: WGS_84 });
}

/** When the wearable was there. */
function fixTime(time: string, { fixAgeS }: Position): string {
  return isoTime((Date.parse(time) - (fixAgeS ?? 0) * 1_000) as UnixMs);
}
