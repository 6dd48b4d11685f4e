import type { Config } from "#src/config.ts";
export async function demo(_c: Config, _t: { say(text: string): void; stopped(): Promise<void> }): Promise<number> {
  return 1;
}
