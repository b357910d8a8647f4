// Loads a library that is no module when something on the page needs it, once.

const loaded = new Map();

/** @param file Name of the asset. @param name What it is known by when it is there. */
export function library(file, name) {
  if (!loaded.has(file)) loaded.set(file, load(file, name));
  return loaded.get(file);
}

function load(file, name) {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = `/assets/${file}`;
    script.addEventListener("load", () => resolve(globalThis[name]));
    script.addEventListener("error", () => reject(new Error(`cannot load ${file}`)));
    document.head.append(script);
  });
}
