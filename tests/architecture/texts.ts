import { type Program, parse } from "acorn";
import { Transpiler } from "bun";
import { elementCall, fragment, look } from "./look.ts";

/** Pages as plain JavaScript, each element a call. */
const plain = new Transpiler({
  loader: "tsx",
  tsconfig: JSON.stringify({
    compilerOptions: { jsx: "react", jsxFactory: elementCall, jsxFragmentFactory: fragment },
  }),
});

const typed = new Transpiler({ loader: "ts" });

/** Returns the texts in code that a person would see, each once; throws for an unreadable file. */
export function textsIn(path: string, source: string): string[] {
  const script = path.endsWith(".js");
  const code = script ? source : (path.endsWith(".tsx") ? plain : typed).transformSync(source);
  const program: Program = parse(code, { ecmaVersion: "latest", sourceType: script ? "script" : "module" });
  const found = new Set<string>();
  const tell = { text: (text: string) => found.add(text.replace(/\s+/g, " ").trim()), shown: new Set<string>() };
  // What a name stands for is read as shown, and may show more names.
  for (let before = -1; before < tell.shown.size; ) {
    before = tell.shown.size;
    look(program, "code", tell);
  }
  return [...found];
}

/** Returns the texts that a style sheet writes into a page. */
export function styleTextsIn(source: string): string[] {
  const contents = source.replace(/\/\*[\s\S]*?\*\//g, "").matchAll(/\bcontent\s*:([^;}]*)/g);
  const written = [...contents].flatMap(([, value = ""]) => [...value.matchAll(/"([^"]*)"|'([^']*)'/g)]);
  return written
    .map(([, one, other]) => one ?? other ?? "")
    .filter((text) => /\p{L}/u.test(text.replace(/\\[\da-f]+ ?/gi, "")));
}
