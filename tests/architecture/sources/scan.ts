import { type Token, tokens } from "./tokens.ts";

interface Import {
  from: string;
  /** Nothing of it exists at run time (`import type …`). */
  typeOnly: boolean;
  /** Only once the code that asks for it runs (`import(…)`). */
  later: boolean;
}

export interface Scan {
  imports: Import[];
  /** Names it exports by declaring them. */
  exports: Set<string>;
  /** Names this file declares or gives to properties, never what it reads off something else (`a.b`). */
  names: Set<string>;
  /** Member expressions of two parts, like `process.env`. */
  members: Set<string>;
  defaultExport: boolean;
  /** It only passes on what others export. */
  barrel: boolean;
}

/** Returns what the rules need to know of a source file. */
export function scan(source: string): Scan {
  const list = tokens(source);
  const starts = statements(list);
  const passesOn = starts.length > 0 && starts.every((at) => list[at]?.text === "import" || isReExport(list, at));
  return {
    imports: imports(list),
    exports: exportsOf(list),
    names: names(list),
    members: members(list),
    defaultExport: list.some((token, i) => token.text === "default" && isExportOf(list, i)),
    barrel: passesOn && starts.some((at) => isReExport(list, at)),
  };
}

const is = (token: Token | undefined, kind: Token["kind"], text: string) => token?.kind === kind && token.text === text;

function imports(list: Token[]): Import[] {
  const found: Import[] = [];
  list.forEach((token, i) => {
    if (token.kind !== "word" || is(list[i - 1], "sign", ".")) return;
    const called = is(list[i + 1], "sign", "(") && list[i + 2]?.kind === "string";
    if ((token.text === "import" || token.text === "require") && called) {
      found.push({ from: list[i + 2]!.text, typeOnly: false, later: true });
    } else if (token.text === "import" && list[i + 1]?.kind === "string") {
      found.push({ from: list[i + 1]!.text, typeOnly: false, later: false });
    } else if (token.text === "import" || token.text === "export") {
      const from = fromOf(list, i);
      if (from === null) return;
      const typed = is(list[i + 1], "word", "type") && !is(list[i + 2], "word", "from");
      found.push({ from, typeOnly: typed, later: false });
    }
  });
  return found;
}

const declares = new Set(["function", "const", "let", "class", "interface", "type", "enum"]);
const besideThem = new Set(["async", "abstract", "declare", "*"]);

function exportsOf(list: Token[]): Set<string> {
  const found = new Set<string>();
  list.forEach((token, i) => {
    if (!is(token, "word", "export")) return;
    let at = i + 1;
    while (besideThem.has(list[at]?.text ?? "")) at++;
    if (!declares.has(list[at]?.text ?? "")) return;
    at++;
    while (besideThem.has(list[at]?.text ?? "")) at++;
    if (list[at]?.kind === "word") found.add(list[at]!.text);
  });
  return found;
}

/** What `import … from "x"` or `export … from "x"` at `at` names; null = something else. */
function fromOf(list: Token[], at: number): string | null {
  for (let i = at + 1; i < list.length; i++) {
    const token = list[i]!;
    if (is(token, "word", "from") && list[i + 1]?.kind === "string") return list[i + 1]!.text;
    const partOfClause = token.kind === "word" || (token.kind === "sign" && "{}*,".includes(token.text));
    if (!partOfClause || token.text === "import" || token.text === "export") return null;
  }
  return null;
}

function isExportOf(list: Token[], at: number): boolean {
  if (is(list[at - 1], "word", "export")) return true;
  // `export { thing as default }`
  if (!is(list[at - 1], "word", "as")) return false;
  let i = at;
  while (i > 0 && !is(list[i], "sign", "{")) i--;
  return is(list[i - 1], "word", "export") || (is(list[i - 1], "word", "type") && is(list[i - 2], "word", "export"));
}

/** `export … from "x"` at the start of a statement. */
function isReExport(list: Token[], at: number): boolean {
  return is(list[at], "word", "export") && fromOf(list, at) !== null;
}

function statements(list: Token[]): number[] {
  const found: number[] = [];
  for (let i = 0; i < list.length; i++) {
    if (list[i]!.text === ";" && list[i]!.kind === "sign") continue;
    found.push(i);
    if (!/^(import|export)$/.test(list[i]!.text) || is(list[i + 1], "sign", "(")) return found;
    const direct = list[i + 1]?.kind === "string";
    if (!direct && fromOf(list, i) === null) return found;
    while (i < list.length && list[i]!.kind !== "string") i++;
    // `with { type: "json" }`
    if (is(list[i + 1], "word", "with")) while (i < list.length && !is(list[i], "sign", "}")) i++;
  }
  return found;
}

function names(list: Token[]): Set<string> {
  const found = new Set<string>();
  list.forEach((token, i) => {
    const before = list[i - 1];
    const after = list[i + 1];
    const readOff = is(before, "sign", ".") && !is(list[i - 2], "sign", ".");
    if (token.kind === "word" && !readOff) found.add(token.text);
    const key = is(after, "sign", ":") && (is(before, "sign", "{") || is(before, "sign", ","));
    // A path as a key names a file, not a thing of ours.
    if (token.kind === "string" && key && !token.text.includes("/")) found.add(token.text);
  });
  return found;
}

function members(list: Token[]): Set<string> {
  const found = new Set<string>();
  list.forEach((token, i) => {
    if (!is(token, "sign", ".") || is(list[i - 2], "sign", ".")) return;
    const [before, after] = [list[i - 1], list[i + 1]];
    if (before?.kind === "word" && after?.kind === "word") found.add(`${before.text}.${after.text}`);
  });
  return found;
}
