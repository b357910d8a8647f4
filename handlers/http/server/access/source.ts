/** Who a connection counts as, by the address of its peer. */
import { isIPv4, isIPv6 } from "node:net";

const MAPPED = /^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i;

/**
 * The source that an address counts as: an IPv4 address, or the /64 of an IPv6 address, since who
 * has one address of it has all.
 * @param address As in `remoteAddress`; undefined: the peer has gone already.
 */
export function sourceOf(address: string | undefined): string {
  const plain = (address ?? "").replace(MAPPED, "").replace(/%.*$/, "");
  if (!isIPv6(plain) || isLoopback(plain)) return plain;
  return `${groupsOf(plain).slice(0, 4).join(":")}::/64`;
}

/** Whether an address is of this box. */
export function isLoopback(address: string | undefined): boolean {
  const plain = (address ?? "").replace(MAPPED, "");
  return plain === "::1" || (isIPv4(plain) && plain.startsWith("127."));
}

/** The eight groups of an IPv6 address, without leading zeros. */
function groupsOf(address: string): string[] {
  const [head = "", tail] = address.split("::");
  const left = head === "" ? [] : head.split(":");
  const right = tail === undefined || tail === "" ? [] : tail.split(":");
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - left.length - right.length);
  const groups = [...left, ...Array<string>(zeros).fill("0"), ...right];
  return groups.map((group) => group.toLowerCase().replace(/^0+(?=.)/, ""));
}
