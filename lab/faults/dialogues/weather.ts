import type { BrowserContext } from "playwright-core";
import { proxy } from "#tests/support/outside/proxy.ts";
import type { Cut } from "./plan.ts";

/** The network of one person. */
export interface Weather {
  origin: string;
  cuts: number;
  /** Begins a cut; one at a time. */
  begin(how: Cut): Promise<void>;
  end(): Promise<void>;
  /** Cuts it for a while, later, without anyone waiting. */
  passes(how: Cut, afterMs: number, ms: number): void;
  /** Resolves once nothing is cut, nor is going to be. */
  clear(): Promise<void>;
  stop(): Promise<void>;
}

/** Opens a line to a server. `sockets: false`: none gets through. */
export async function openWeather(port: number, profile: BrowserContext, sockets = true): Promise<Weather> {
  const line = await proxy(port, { sockets });
  let passing: Promise<void> = Promise.resolve();
  const weather: Weather = {
    origin: line.origin,
    cuts: 0,
    begin: async (how) => {
      weather.cuts += 1;
      if (how === "offline") await profile.setOffline(true);
      else line.set(how);
    },
    end: async () => {
      line.set("through");
      await profile.setOffline(false);
    },
    passes: (how, afterMs, ms) => {
      const before = passing;
      passing = (async () => {
        await before;
        await Bun.sleep(afterMs);
        await weather.begin(how);
        await Bun.sleep(ms);
        await weather.end();
      })();
    },
    clear: () => passing,
    stop: () => line.stop(),
  };
  return weather;
}
