// Reads the page's changing part again whenever the gateway says that something is new.
const part = document.getElementById("live");
let isReading = false;
let mustReadAgain = false;

async function read() {
  if (isReading) {
    mustReadAgain = true;
    return;
  }
  isReading = true;
  try {
    const answer = await fetch(part.dataset.source, { headers: { accept: "text/html" } });
    if (answer.redirected || answer.status === 401) return location.reload();
    if (answer.ok) part.innerHTML = await answer.text();
    document.body.classList.toggle("is-lost", !answer.ok);
  } catch {
    document.body.classList.add("is-lost");
  } finally {
    isReading = false;
    if (mustReadAgain) {
      mustReadAgain = false;
      setTimeout(read, 100);
    }
  }
}

const feed = new EventSource("/feed");
feed.addEventListener("changed", read);
feed.addEventListener("open", read);
feed.addEventListener("error", () => document.body.classList.add("is-lost"));
