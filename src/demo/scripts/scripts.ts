import { english } from "./en.ts";
import { spanish } from "./es.ts";
import { finnish } from "./fi.ts";
import { french } from "./fr.ts";
import { hungarian } from "./hu.ts";
import { dutch } from "./nl.ts";
import type { Script } from "./script.ts";

const inTurn = [french, dutch, spanish, finnish, hungarian];
const others = french.flatMap((_, i) => inTurn.flatMap((language) => language[i] ?? []));
const between = Math.ceil(others.length / english.length);

/** In the order they come: languages mixed, the one of the demo's staff again and again. */
export const scripts: Script[] = english.flatMap((script, i) => [
  script,
  ...others.slice(i * between, (i + 1) * between),
]);
