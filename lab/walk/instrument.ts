import { type AnyNode, parse } from "acorn";
import { Transpiler } from "bun";
import { withAdded } from "#lab/mutants/map/probe.ts";

const plain = new Transpiler({
  target: "bun",
  autoImportJSX: true,
  tsconfig: JSON.stringify({ compilerOptions: { jsx: "react-jsx", jsxImportSource: "hono/jsx" } }),
});

/** Returns a file of ours as JavaScript in which every function first calls `$entered(path, name)`. */
export function instrumented(path: string, source: string): string {
  const code = plain.transformSync(source, path.endsWith(".tsx") ? "tsx" : "ts");
  const added: Parameters<typeof withAdded>[1][number][] = [];

  function look(node: AnyNode, name: string) {
    if (isFunction(node)) {
      const { body } = node;
      const call = `$entered(${JSON.stringify(path)}, ${JSON.stringify(node.id?.name ?? name)})`;
      if (body.type === "BlockStatement") added.push({ at: body.start + 1, text: ` ${call};` });
      else added.push({ at: body.start, text: `(${call}, ` }, { at: body.end, text: ")" });
    }
    for (const one of childrenOf(node)) look(one, nameGiven(node, one));
  }

  look(parse(code, { ecmaVersion: "latest", sourceType: "module" }), "");
  return withAdded(code, added);
}

type FunctionNode = Extract<AnyNode, { params: unknown; body: unknown }>;

function isFunction(node: AnyNode): node is FunctionNode {
  return /^(FunctionDeclaration|FunctionExpression|ArrowFunctionExpression)$/.test(node.type);
}

/** A function's name by its place: constant, property or parameter; "" = none. */
function nameGiven(parent: AnyNode, child: AnyNode): string {
  switch (parent.type) {
    case "VariableDeclarator":
      return nameOf(parent.id);
    case "Property":
    case "MethodDefinition":
    case "PropertyDefinition":
      return child === parent.value ? nameOf(parent.key) : "";
    case "AssignmentExpression":
    case "AssignmentPattern":
      return child === parent.right ? nameOf(parent.left) : "";
    default:
      return "";
  }
}

function nameOf(node: AnyNode): string {
  if (node.type === "Identifier") return node.name;
  if (node.type === "PrivateIdentifier") return `#${node.name}`;
  if (node.type === "MemberExpression") return nameOf(node.property);
  return node.type === "Literal" ? String(node.value) : "";
}

function childrenOf(node: AnyNode): AnyNode[] {
  return Object.values(node)
    .flat()
    .filter((one): one is AnyNode => typeof one === "object" && one !== null && typeof one.type === "string");
}
