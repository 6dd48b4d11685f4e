import "./node-version.ts";
import { lazily } from "./lazy.ts";
import { runCommand } from "./main.ts";

const { listenOnNode } = lazily(() => import("./listen-node.ts"));

// The entry without Bun (bin/build-node.mjs); Bun's is main.ts itself.
runCommand(listenOnNode);
