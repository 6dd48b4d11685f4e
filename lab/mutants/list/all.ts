import type { Group, Mutant, Planted } from "../mutant.ts";
import { authorization } from "./authorization.ts";
import { callback } from "./callback.ts";
import { erasure } from "./erasure.ts";
import { escaping } from "./escaping.ts";
import { hours } from "./hours.ts";
import { limits } from "./limits.ts";
import { migrations } from "./migrations.ts";
import { queue } from "./queue.ts";
import { silence } from "./silence.ts";
import { sockets } from "./sockets.ts";

const lists: Record<Group, Planted[]> = {
  authorization,
  "sockets and sessions": sockets,
  "queue and capacity": queue,
  silence,
  "erasure and sealing": erasure,
  "callback and mail": callback,
  hours,
  "escaping and headers": escaping,
  limits,
  migrations,
};

/** All planted bugs. */
export const mutants: Mutant[] = (Object.keys(lists) as Group[]).flatMap((group) =>
  lists[group].map((one) => ({ ...one, group })),
);
