import { systemClock } from "#src/clock.ts";
import { jobs, startJobs } from "#src/jobs.ts";
import { listenOnBun } from "#src/listen-bun.ts";
import { type House, house } from "./helpline.ts";

/** A house with its door on a real port; its clock is that of the browsers by default. */
export interface Server extends House {
  origin: string;
  stop(): Promise<void>;
}

/** Its data are in memory: what would copy them as files is left out. */
const inMemory = jobs.filter(({ name }) => !/nightly|since the last copy/.test(name));

export async function server(options: Parameters<typeof house>[0] = {}): Promise<Server> {
  const made = await house({ clock: systemClock, ...options });
  const listening = listenOnBun({ ...made.helpline, config: { ...made.helpline.config, port: 0 } });
  const stopJobs = startJobs(made.helpline, inMemory);
  return {
    ...made,
    origin: `http://localhost:${listening.port}`,
    stop: async () => {
      stopJobs();
      await listening.stop();
      made.helpline.db.close();
    },
  };
}
