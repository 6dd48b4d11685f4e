/** A word, a string (its value), or another sign of a source. Comments and white space are left out. */
export interface Token {
  kind: "word" | "string" | "sign";
  text: string;
}

const word = /[\p{ID_Start}$_#][\p{ID_Continue}$]*/uy;
const number = /\d[\w.]*/y;
const blank = /\s+/y;
const comment = /\/\/.*|\/\*[\s\S]*?\*\//y;
// Neither may cross a line, so an apostrophe or slash in JSX text spoils one line at most.
const string = /"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'/y;
const regex = /\/(?![*/])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+\/[a-z]*/y;
const beforeRegex = new Set(["return", "typeof", "case", "in", "of", "do", "else", "void", "delete", "await", "yield"]);

/** Returns the tokens of TypeScript, TSX or JavaScript: enough to find imports and names, but no grammar. */
export function tokens(source: string): Token[] {
  const found: Token[] = [];
  // For each open template: open braces inside its current `${`.
  const templates: number[] = [];
  let at = 0;

  const take = (pattern: RegExp): string | null => {
    pattern.lastIndex = at;
    const text = pattern.exec(source)?.[0] ?? null;
    if (text !== null) at += text.length;
    return text;
  };
  const regexMayFollow = () => {
    const last = found.at(-1);
    if (!last) return true;
    if (last.kind === "word") return beforeRegex.has(last.text);
    return last.kind === "sign" && !/^[)\]}<0-9]/.test(last.text);
  };
  /** Reads template text up to its end or the next `${`. */
  const template = () => {
    while (at < source.length) {
      if (source[at] === "\\") at += 2;
      else if (source[at] === "`") {
        at++;
        found.push({ kind: "string", text: "" });
        return;
      } else if (source.startsWith("${", at)) {
        at += 2;
        templates.push(0);
        found.push({ kind: "sign", text: "${" });
        return;
      } else at++;
    }
  };

  while (at < source.length) {
    if (take(blank) !== null || take(comment) !== null) continue;
    const quoted = take(string);
    if (quoted !== null) {
      found.push({ kind: "string", text: quoted.slice(1, -1) });
      continue;
    }
    const name = take(word);
    if (name !== null) {
      found.push({ kind: "word", text: name });
      continue;
    }
    if (source[at] === "/" && regexMayFollow() && take(regex) !== null) {
      found.push({ kind: "string", text: "" });
      continue;
    }
    const sign = take(number) ?? source[at++] ?? "";
    if (sign === "`") template();
    else if (sign === "}" && templates.at(-1) === 0) {
      templates.pop();
      template();
    } else {
      const last = templates.length - 1;
      if (last >= 0 && sign === "{") templates[last]!++;
      if (last >= 0 && sign === "}") templates[last]!--;
      found.push({ kind: "sign", text: sign });
    }
  }
  return found;
}
