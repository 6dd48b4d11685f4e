import type { AnyNode, ArrowFunctionExpression, Property } from "acorn";
import {
  hasWords,
  mutes,
  type Place,
  placeOfAttribute,
  placeOfName,
  readsLikeText,
  sayers,
  sayingMethods,
  seenNames,
} from "./sources/seen.ts";

/** Names no source file has, for the calls and fragments that JSX becomes. */
export const [elementCall, fragment] = ["$element", "$fragment"] as const;

interface Tell {
  text(text: string): void;
  /** Names in this file that stand where something is seen. */
  shown: Set<string>;
}

/** Tells every text in code that a person would see, given its place, and collects names that are shown. */
export function look(node: AnyNode | null | undefined, place: Place, tell: Tell): void {
  if (!node) return;
  const into = (other: AnyNode | null | undefined, at: Place) => look(other, at, tell);
  switch (node.type) {
    case "Literal":
      if (typeof node.value === "string") judge(node.value, place, tell);
      return;
    case "TemplateLiteral":
      judge(node.quasis.map(({ value }) => value.cooked ?? value.raw).join("…"), place, tell);
      for (const part of node.expressions) into(part, place);
      return;
    case "ImportDeclaration":
    case "ExportAllDeclaration":
    case "ImportExpression":
      return;
    case "ExpressionStatement":
      if (!node.directive) into(node.expression, "code");
      return;
    case "ConditionalExpression":
      into(node.test, "code");
      into(node.consequent, place);
      into(node.alternate, place);
      return;
    case "LogicalExpression":
      into(node.left, node.operator === "&&" ? "code" : place);
      into(node.right, place);
      return;
    case "BinaryExpression":
      into(node.left, node.operator === "+" ? place : "unseen");
      into(node.right, node.operator === "+" ? place : "unseen");
      return;
    case "SwitchCase":
      into(node.test, "unseen");
      for (const one of node.consequent) into(one, place);
      return;
    case "MemberExpression":
      into(node.object, place);
      if (node.computed) into(node.property, "unseen");
      return;
    case "AssignmentExpression":
      into(node.left, "code");
      into(node.right, placeOfName(nameOf(node.left)));
      return;
    case "Identifier":
      if (place === "seen") tell.shown.add(node.name);
      return;
    case "VariableDeclarator":
      into(node.id, "unseen");
      into(node.init, isShown(node.id, tell) ? "seen" : "code");
      return;
    case "AssignmentPattern":
      into(node.right, place === "seen" || isShown(node.left, tell) ? "seen" : "code");
      return;
    case "FunctionDeclaration":
      for (const one of node.params) into(one, "unseen");
      into(node.body, isShown(node.id, tell) ? "seen" : "code");
      return;
    case "Property":
      lookAtProperty(node as Property, place, tell);
      return;
    case "PropertyDefinition":
      into(node.value, "code");
      return;
    case "ArrowFunctionExpression":
      for (const one of node.params) into(one, "unseen");
      into(node.body, place);
      return;
    case "TaggedTemplateExpression":
      into(node.quasi, sayers.has(nameOf(node.tag)) ? "seen" : place);
      return;
    case "CallExpression":
    case "NewExpression":
      if (nameOf(node.callee) === elementCall) lookAtElement(node.arguments, tell);
      else lookAtCall(node.callee, node.arguments, place, tell);
      return;
    case "BlockStatement":
      // Only what a function returns stands where its call stands.
      for (const one of node.body) into(one, one.type === "ReturnStatement" ? place : inside(one, place));
      return;
    default:
      for (const one of childrenOf(node)) into(one, isAsked(node, one) ? "code" : place);
  }
}

function isShown(node: AnyNode | null | undefined, { shown }: Pick<Tell, "shown">): boolean {
  return node?.type === "Identifier" && shown.has(node.name);
}

function isAsked(statement: AnyNode, part: AnyNode): boolean {
  if (!/Statement$/.test(statement.type) || statement.type === "ReturnStatement") return false;
  return !/(Statement|Case|Clause|Declaration)$/.test(part.type);
}

/** A statement may hold a deeper `return`; anything else in a block is code. */
function inside({ type }: AnyNode, place: Place): Place {
  const mayReturn = /^(If|Switch|Try|For|ForOf|ForIn|While|DoWhile|Block|Labeled)/.test(type);
  return mayReturn ? place : "code";
}

function judge(text: string, place: Place, tell: Tell) {
  if (place === "unseen") return;
  if (place === "seen" ? hasWords(text) : readsLikeText(text)) tell.text(text);
}

function lookAtProperty({ key, computed, value }: Property, place: Place, tell: Tell) {
  const name = computed ? "" : keyOf(key);
  if (computed) look(key, "unseen", tell);
  else if (/\p{L} \p{L}/u.test(name)) tell.text(name);
  const own = placeOfName(name);
  look(value, own === "code" ? place : own, tell);
}

function lookAtCall(callee: AnyNode, given: AnyNode[], place: Place, tell: Tell) {
  const name = nameOf(callee);
  const isMethod = callee.type === "MemberExpression";
  // What a list is turned into is checked by itself; the list too, if it is shown as it is.
  const whole = place === "seen" && !/^(map|flatMap|find)$/.test(name);
  const each = place === "seen" && given.some((one) => one.type === "ArrowFunctionExpression" && showsFirst(one));
  if (isMethod) look(callee.object, whole || each ? "seen" : "code", tell);
  else look(callee, place, tell);
  if (name === "setAttribute" || name === "setAttributeNS") {
    const [attribute, value] = given.slice(-2);
    const spoken = attribute?.type !== "Literal" || seenNames.has(String(attribute.value));
    look(value, spoken ? "seen" : "code", tell);
    return;
  }
  // `form.append("name", value)` shows nothing.
  const says = isMethod ? sayingMethods.has(name) && !(name === "append" && given.length > 1) : sayers.has(name);
  const first = name.startsWith("insertAdjacent") ? 1 : 0;
  const mute = mutes.has(name);
  given.forEach((one, i) => {
    if (/Function/.test(one.type)) look(one, place, tell);
    else look(one, mute && one.type !== "ObjectExpression" ? "unseen" : says && i >= first ? "seen" : "code", tell);
  });
}

/** Whether a function shows its first parameter. */
function showsFirst({ params: [first], body }: ArrowFunctionExpression): boolean {
  const shown = new Set<string>();
  look(body, "seen", { text: () => {}, shown });
  return isShown(first, { shown });
}

function lookAtElement([tag, props, ...children]: AnyNode[], tell: Tell) {
  const name = tag?.type === "Literal" ? String(tag.value) : nameOf(tag) || "Component";
  const own = props?.type === "ObjectExpression" ? props.properties : [];
  const otherOf = (wanted: string) => {
    const found = own.find((one) => one.type === "Property" && keyOf(one.key) === wanted);
    if (found?.type !== "Property") return undefined;
    return found.value.type === "Literal" ? String(found.value.value) : null;
  };
  if (props?.type !== "ObjectExpression") look(props, "code", tell);
  for (const one of own) {
    if (one.type === "SpreadElement") look(one.argument, "code", tell);
    else look(one.value, placeOfAttribute(name, keyOf(one.key), otherOf), tell);
  }
  const place = name === "script" || name === "style" ? "code" : "seen";
  for (const child of children) look(child, place, tell);
}

function keyOf(key: AnyNode): string {
  if (key.type === "Identifier") return key.name;
  return key.type === "Literal" ? String(key.value) : "";
}

/** The last part of a callee or target: `title` of `document.title` and `node["title"]`. */
function nameOf(node: AnyNode | undefined): string {
  if (node?.type === "Identifier") return node.name;
  if (node?.type === "Super") return "super";
  if (node?.type === "ChainExpression") return nameOf(node.expression);
  return node?.type === "MemberExpression" ? keyOf(node.property) : "";
}

function childrenOf(node: AnyNode): AnyNode[] {
  return Object.values(node)
    .flat()
    .filter((one): one is AnyNode => typeof one === "object" && one !== null && typeof one.type === "string");
}
