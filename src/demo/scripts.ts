import type { Script } from "./script.ts";
import { english } from "./scripts-en.ts";
import { french } from "./scripts-fr.ts";
import { dutch } from "./scripts-nl.ts";

/** Everyone who may come, in the order they come first: the languages mixed. */
export const scripts: Script[] = english.flatMap((script, i) =>
  [script, french[i], dutch[i]].filter((one) => one !== undefined),
);
