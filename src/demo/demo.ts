import type { Config } from "#src/config.ts";
import type { Running } from "#src/serve.ts";

export async function demo(_config: Config, _wait: (running: Running) => Promise<void>): Promise<number> {
  return 1;
}
