/** `vigil run`: the thread that writes loads its program while this one loads the rest. */
import { startWriterWorker } from "../../db/writer/writer_thread.ts";

/** Runs the gateway. Status 1 when the configuration is invalid or it cannot start. */
export async function runGatewayCommand(options: { readonly config: string }): Promise<number> {
  const writerWorker = startWriterWorker();
  const { runGateway } = await import("./run_gateway.ts");
  return await runGateway(options, writerWorker);
}
