// Tells the page that time goes on, in a worker: a browser slows the timers of a page that is not seen.
setInterval(() => postMessage(0), 500);
