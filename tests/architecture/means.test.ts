import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { scan } from "./sources/scan.ts";
import { tree } from "./sources/tree.ts";

// What Porchlight is made with, and what it must not be made with.

const files = tree();
const bare = (text: string) => text.replace(/^\s*(\/\/|\*|\/\*).*$/gm, "");
const sources = [...files]
  .filter(([path]) => /^(src|views|static)\/.*\.(tsx?|js)$/.test(path))
  .map(([path, text]) => [path, bare(text)] as const);
const found = (pattern: RegExp, some = sources) => some.filter(([, text]) => pattern.test(text)).map(([path]) => path);

const json = (path: string) => JSON.parse(files.get(path)!);
const { "": own, ...locked } = json("package-lock.json").packages as Record<string, { dev?: true }>;
/** Installed packages that not only tests need. */
const shipped = Object.entries(locked)
  .filter(([path, { dev }]) => !dev && folder(path).length > 0)
  .map(([path]) => path.replace("node_modules/", ""));

function folder(path: string): string[] {
  try {
    return readdirSync(path, { recursive: true, encoding: "utf8" });
  } catch {
    return [];
  }
}

test("[ASVS 1.4.1] Porchlight and all it needs is of a language that keeps memory safe, but for Bun and SQLite", () => {
  expect(shipped.length).toBeGreaterThan(30);
  const native = /\.(node|so|dll|dylib|wasm|exe)$|^bin\/bun$/;
  const risky = shipped.filter((name) => folder(`node_modules/${name}`).some((path) => native.test(path)));
  const alike = risky.map((name) => name.replace(/^(@oven\/)?bun(-.*)?$/, "bun"));
  // Both are named where what could do the most harm is listed.
  expect([...new Set(alike)].sort()).toEqual(["better-sqlite3", "bun"]);
  const named = readFileSync("docs/security.md", "utf8").match(/What could do the most harm.*/)?.[0];
  expect(named).toMatch(/\bBun\b.*\bbetter-sqlite3\b/);
  // Nothing of ours calls a library of the machine, or takes uninitialized memory.
  expect(found(/\bbun:ffi\b|\bdlopen\(|\bcreateRequire\(|allocUnsafe|\bWebAssembly\b/)).toEqual(["src/db/addon.ts"]);
});

test("[ASVS 15.2.3] what runs at a helpline takes nothing from tests, and no package that they alone need", () => {
  const imports = sources.flatMap(([path]) => scan(files.get(path)!).imports.map(({ from }) => [path, from] as const));
  expect(imports.length).toBeGreaterThan(1_000);
  const ours = /^(\.|#src\/|#views\/|#sqlite$|node:|bun(:|$))/;
  const packages = imports.filter(([, from]) => !ours.test(from)).map(([, from]) => nameOf(from));
  const asked = Object.keys((own as { dependencies?: object }).dependencies ?? {});
  expect([...new Set(packages)].filter((name) => !asked.includes(name))).toEqual([]);
  expect(imports.filter(([, from]) => /\b(tests?|lab)\//.test(from))).toEqual([]);
  // No switch turns it into another program for developers.
  expect(found(/\bNODE_ENV\b|import\.meta\.env\b|\bdebugger\b|\bconsole\.(log|debug|trace)\(/)).toEqual([]);
});

const nameOf = (from: string) =>
  from
    .split("/")
    .slice(0, from.startsWith("@") ? 2 : 1)
    .join("/");

test("[ASVS 15.3.5] a value is what it is declared: types are strict, nothing is compared loosely", () => {
  const { compilerOptions } = json("tsconfig.json");
  expect(compilerOptions).toMatchObject({ strict: true, noUncheckedIndexedAccess: true });
  expect(found(/@ts-(ignore|nocheck|expect-error)/)).toEqual([]);
  // The only “any” is what a browser sent, checked before use.
  expect(found(/\bas any\b|: any\b|<any>|Record<\w+, any>/).sort()).toEqual(["src/crypto/passkey.ts"]);
  // Only “null or undefined” may use loose equality.
  const loose = /[^=!<>"'`]==(?!=)(?!\s*null\b)|!=(?!=)(?!\s*null\b)(?!")/;
  expect(loose.test("if (a == b)")).toBe(true);
  expect(loose.test("if (a != 0)")).toBe(true);
  const lines = sources
    .filter(([path]) => !path.startsWith("static/htmx"))
    .flatMap(([path, text]) => text.split("\n").map((line) => `${path}: ${line.trim()}`));
  // SQL compares like that, and a socket key ends like that.
  expect(lines.filter((line) => loose.test(line) && !/\bsql[`<]|\{22\}==\$/.test(line))).toEqual([]);
});

test("[ASVS 3.7.1] pages need nothing that browsers have given up: no plug-in, applet, frame set or old page language", () => {
  const given = /<(object(?![>,])|embed|applet|param|frameset|marquee|bgsound|keygen|portal)\b/i;
  expect(found(given)).toEqual([]);
  expect(
    found(
      /ActiveXObject|x-shockwave|silverlight|application\/x-java|navigator\.plugins|openDatabase\(|document\.all\b/i,
    ),
  ).toEqual([]);
  const types = [...files.keys()].filter((path) => path.startsWith("static/")).map((path) => path.replace(/^.*\./, ""));
  expect([...new Set(types)].sort()).toEqual(["css", "js"]);
});

test("[ASVS 1.3.10] no words of anybody become the pattern that values are written into", () => {
  expect(
    found(/\b(sprintf|printf|vsprintf)\(|\bformatWithOptions\b|from "node:util"|\bconsole\.(error|warn|info)\(/).sort(),
  ).toEqual([]);
});

test("[ASVS 15.4.1] one thread alone holds what is shared: none is started beside it, and no memory is shared with another", () => {
  expect(
    found(/\bnew (Shared)?Worker\(|\bworker_threads\b|\bSharedArrayBuffer\b|\bAtomics\b|\bserviceWorker\b/),
  ).toEqual([]);
});

test("[ASVS 3.2.3] no script of ours takes an element for a thing of its own: nothing is read off the page by a name that anybody gives", () => {
  const scripts = sources.filter(([path]) => path.startsWith("static/"));
  // What follows “document.” belongs to the browser, never to an element of that name.
  const ofTheBrowser = [
    ...["activeElement", "addEventListener", "body", "createElement", "dispatchEvent", "documentElement", "forms"],
    ...["getElementById", "hasFocus", "importNode", "querySelector", "querySelectorAll", "removeEventListener"],
    ...["title", "visibilityState"],
  ];
  const read = scripts.flatMap(([path, text]) =>
    [...text.matchAll(/\bdocument\.(\w+)/g)].map(([, name]) => [path, name!] as const),
  );
  expect(read.length).toBeGreaterThan(50);
  expect(read.filter(([, name]) => !ofTheBrowser.includes(name))).toEqual([]);
  // Nothing is kept on window or document, where an element of that name could take its place.
  expect(
    found(/\b(window|document|globalThis|self)\.(?!title = )\w+ = |\b(window|globalThis|self)\[/, scripts),
  ).toEqual([]);
});
