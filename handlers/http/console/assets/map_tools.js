// The buttons on a map, and the line of text in its corner.

/** Two buttons: to follow who moves, and to see everything. @returns What changes them. */
export function addTools(L, map, words, { onFollow, onWhole }) {
  const follow = button(words.follow, onFollow);
  const whole = button(words.whole, onWhole);
  addControl(L, map, "topright", "map-tools", follow, whole);
  return { setFollowing: (isFollowing) => follow.setAttribute("aria-pressed", String(isFollowing)) };
}

/** A line of text; it is gone while it is empty. */
export function addNote(L, map) {
  const note = document.createElement("p");
  note.className = "map-note";
  addControl(L, map, "bottomright", "map-notes", note);
  return { say: (text) => note.textContent = text };
}

function button(text, onPress) {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = text;
  made.addEventListener("click", onPress);
  return made;
}

function addControl(L, map, position, name, ...children) {
  const control = L.control({ position });
  control.onAdd = () => {
    const box = document.createElement("div");
    box.className = name;
    box.append(...children);
    // A press on a button is none on the map below it.
    L.DomEvent.disableClickPropagation(box);
    return box;
  };
  control.addTo(map);
}
