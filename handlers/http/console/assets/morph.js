// Makes a part of the page like another, and touches nothing that is the same already: focus, a
// selection, what was typed and what was opened survive. What a script has drawn survives in an element
// with `data-keep`: only its `data-…` attributes are renewed, and the event `vigil:refreshed` tells the
// script. The part itself gets that event as well, last, and there it bubbles.

const REFRESHED = "vigil:refreshed";

/** Makes `old` like `fresh`, which is used up by it. Children that have an id are known by it. */
export function morph(old, fresh) {
  const held = document.activeElement;
  morphElement(old, fresh);
  old.dispatchEvent(new Event(REFRESHED, { bubbles: true }));
  // An element that was moved has lost the focus although it is still there.
  if (held !== document.activeElement && held !== document.body && old.contains(held)) {
    held.focus({ preventScroll: true });
  }
}

function morphElement(old, fresh) {
  if (old.hasAttribute("data-keep") && fresh.hasAttribute("data-keep")) return renewData(old, fresh);
  morphAttributes(old, fresh);
  let next = old.firstChild;
  for (const wanted of [...fresh.childNodes]) {
    const kept = findKept(next, wanted);
    if (kept === null) {
      old.insertBefore(wanted, next);
      continue;
    }
    if (kept === next) next = next.nextSibling;
    else old.insertBefore(kept, next);
    morphNode(kept, wanted);
  }
  while (next !== null) {
    const gone = next;
    next = next.nextSibling;
    gone.remove();
  }
}

/** The old node that a wanted one stands for: of the same id, else the next one if it is of its kind. */
function findKept(next, wanted) {
  if (wanted.id) {
    for (let node = next; node !== null; node = node.nextSibling) {
      if (node.id === wanted.id && node.nodeName === wanted.nodeName) return node;
    }
    return null;
  }
  return next !== null && !next.id && next.nodeName === wanted.nodeName ? next : null;
}

function morphNode(old, fresh) {
  if (old.nodeType === Node.ELEMENT_NODE) morphElement(old, fresh);
  else if (old.nodeValue !== fresh.nodeValue) old.nodeValue = fresh.nodeValue;
}

/** Of an element that a script draws in, which has set classes, styles and a place in the tab order. */
function renewData(old, fresh) {
  for (const { name, value } of [...fresh.attributes]) {
    if (name.startsWith("data-") && old.getAttribute(name) !== value) old.setAttribute(name, value);
  }
  for (const { name } of [...old.attributes]) {
    if (name.startsWith("data-") && !fresh.hasAttribute(name)) old.removeAttribute(name);
  }
  old.dispatchEvent(new Event(REFRESHED));
}

function morphAttributes(old, fresh) {
  for (const { name, value } of [...fresh.attributes]) {
    if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  }
  for (const { name } of [...old.attributes]) {
    // What the reader opened stays open.
    if (!fresh.hasAttribute(name) && name !== "open") old.removeAttribute(name);
  }
}
