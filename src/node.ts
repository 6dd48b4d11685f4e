import "./node-version.ts";
import { listen } from "./listen-node.ts";
import { start } from "./main.ts";

// The entry of Porchlight where there is no Bun (bin/build-node.mjs); Bun's is main.ts itself.
start(listen);
