import { addresses } from "./address.ts";
import { callbacks } from "./callback.ts";
import { chats } from "./chats.ts";
import { keys } from "./keys.ts";
import type { Scene } from "./scene.ts";
import { starts } from "./start.ts";

/** Everything that must be done or not, wherever it is killed (PROMISES.md R1b and S5). */
export const scenes: Scene[] = [...chats, ...callbacks, ...keys, ...starts, ...addresses];
