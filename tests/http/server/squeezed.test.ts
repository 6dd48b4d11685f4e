import { parse } from "acorn";
import { expect, test } from "vitest";
import { projectFile } from "#src/files.ts";
import { squeezeJs } from "#src/http/server/assets.ts";

// The scripts of young people lose letters of their names: none may become the name of another, where that one is meant.

interface Node {
  type: string;
  [part: string]: unknown;
}

interface Scope {
  names: Map<string, number>;
  around: Scope | null;
}

const isNode = (one: unknown): one is Node => typeof (one as Node | null)?.type === "string";
const parts = (node: Node) => Object.values(node).flat().filter(isNode);
const nameOf = (node: unknown) => (node as { name: string }).name;

/** Which name stands for which: each use as the number of what it was declared as, or by its name where that is of the browser. */
function meanings(script: string): string[] {
  let count = 0;
  const declare = ({ names }: Scope, name: string) => {
    if (!names.has(name)) names.set(name, count++);
  };
  const hoist = (node: Node, scope: Scope) => {
    if (node.type === "FunctionDeclaration") declare(scope, nameOf(node.id));
    if (node.type === "FunctionDeclaration" || node.type === "FunctionExpression") return;
    if (node.type === "VariableDeclarator") declare(scope, nameOf(node.id));
    for (const part of parts(node)) hoist(part, scope);
  };
  const meant = (name: string, scope: Scope | null): string =>
    scope === null ? name : scope.names.has(name) ? `#${scope.names.get(name)}` : meant(name, scope.around);
  const inside = (scope: Scope, params: string[]) => {
    const inner: Scope = { names: new Map(), around: scope };
    for (const param of params) declare(inner, param);
    return inner;
  };
  const walk = (node: Node, scope: Scope): string[] => {
    if (node.type === "Identifier") return [meant(nameOf(node), scope)];
    if (node.type === "MemberExpression" && !node.computed) return walk(node.object as Node, scope);
    if (node.type === "Property") return walk(node.value as Node, scope);
    if (node.type === "CatchClause") return walk(node.body as Node, inside(scope, [nameOf(node.param)]));
    if (node.type === "FunctionDeclaration" || node.type === "FunctionExpression") {
      const inner = inside(scope, (node.params as unknown[]).map(nameOf));
      hoist(node.body as Node, inner);
      return walk(node.body as Node, inner);
    }
    return parts(node).flatMap((part) => walk(part, scope));
  };
  const whole = parse(script, { ecmaVersion: 5 }) as unknown as Node;
  const top: Scope = { names: new Map(), around: null };
  hoist(whole, top);
  return walk(whole, top);
}

const scripts = {
  chat: ["leave", "words", "chat-line", "chat-log", "chat"],
  door: ["leave", "words", "door"],
  busy: ["leave", "words", "busy"],
};

test.each(Object.entries(scripts))("each name of the script “%s” means what it meant before", (_name, files) => {
  const plain = files.map((file) => projectFile(`static/${file}.js`));
  const before = meanings(plain.join("\n"));
  expect(before.length).toBeGreaterThan(300);
  expect(meanings(plain.map(squeezeJs).join(""))).toEqual(before);
});

test.each(Object.entries(scripts))("no property of the browser loses a letter in the script “%s”", (_name, files) => {
  const properties = (script: string) => [...script.matchAll(/\.([a-zA-Z]+)/g)].map(([, name]) => name);
  const plain = new Set(files.flatMap((file) => properties(projectFile(`static/${file}.js`))));
  const squeezed = files.flatMap((file) => properties(squeezeJs(projectFile(`static/${file}.js`))));
  // `word` is a name of our own, on either side of the point.
  expect(squeezed.filter((name) => !plain.has(name) && name !== "w")).toEqual([]);
});
