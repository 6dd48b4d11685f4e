import "./node-version.ts";
import { listenOnNode } from "./listen-node.ts";
import { runCommand } from "./main.ts";

// The entry of Porchlight where there is no Bun (bin/build-node.mjs); Bun's is main.ts itself.
runCommand(listenOnNode);
