import "./node-version.ts";
import { listenOnNode } from "./listen-node.ts";
import { runCommand } from "./main.ts";

// The entry without Bun (bin/build-node.mjs); Bun's is main.ts itself.
runCommand(listenOnNode);
