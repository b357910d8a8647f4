/**
 * The thread of the writer. Loading its program takes as long as opening a store does: a gateway
 * starts it first, and loads the rest of the program meanwhile.
 */

/** Starts a Worker for `WriterOptions.worker`; it opens nothing before it is asked to. */
export function startWriterWorker(): Worker {
  return new Worker(new URL("./writer_worker.ts", import.meta.url), { type: "module" });
}
