import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** A requirement of OWASP ASVS 5.0, in our words. */
interface Requirement {
  /** "3.5.1". */
  id: string;
  level: 1 | 2 | 3;
  applies: boolean;
  /** What it asks for; where it does not apply, why. */
  what: string;
  /** What only whoever runs the server can check; "" where there is nothing. */
  operator: string;
  /** Where it is written down, for what asks to be written down: "docs/keys.md#the-team-key"; "" for none. */
  document: string;
}

interface NamedTest {
  ids: string[];
  file: string;
  title: string;
}

/** The list of tests/asvs/requirements.tsv: https://github.com/OWASP/ASVS/tree/v5.0.0 */
export function requirements(): Requirement[] {
  const [, ...lines] = readFileSync(`${root}tests/asvs/requirements.tsv`, "utf8").trimEnd().split("\n");
  return lines.map((line) => {
    const [id = "", level, applies, what = "", operator = "", document = ""] = line.split("\t");
    return { id, level: Number(level) as 1 | 2 | 3, applies: applies === "yes", what, operator, document };
  });
}

/** The names of tests in a text that say which requirements they verify: "[ASVS 3.5.1, 3.5.2] refuses …". */
export function namedIn(file: string, text: string): NamedTest[] {
  const names = text.matchAll(/^(?!.*\bexpect\(|\s*(?:\/\/|\*)).*?(["'`])\[ASVS ([\d., ]+)\] (.*?)\1[,)]/gm);
  return [...names].map(([, , ids, title]) => ({ ids: ids!.split(", "), file, title: title! }));
}

/** Every such test of this tree, but those that plant such names. */
export function namedTests(): NamedTest[] {
  const files = readdirSync(`${root}tests`, { recursive: true, encoding: "utf8" })
    .filter((path) => /\.test\.tsx?$/.test(path) && !path.startsWith("asvs/") && path !== "docs.test.ts")
    .sort();
  return files.flatMap((path) => namedIn(`tests/${path}`, readFileSync(`${root}tests/${path}`, "utf8")));
}

type State = "test" | "document" | "operator" | "unmet" | "open";

/**
 * How a requirement is verified; a test counts before a document, a document before the operator's check. What is said not to be
 * met, with the reason, stands in the place of the operator's check.
 */
export function stateOf({ id, operator, document }: Requirement, tests: NamedTest[]): State {
  if (tests.some((one) => one.ids.includes(id))) return "test";
  if (document !== "") return "document";
  if (operator === "") return "open";
  return notMet.test(operator) ? "unmet" : "operator";
}

const notMet = /^Not met: /;

const cell = (text: string) => text.replaceAll("|", "\\|").replaceAll("<", "&lt;");

function evidence(one: Requirement, tests: NamedTest[]): string {
  const found = tests.filter(({ ids }) => ids.includes(one.id));
  const lines = found.map(({ file, title }) => `[${cell(title)}](../${file})`);
  if (one.document !== "")
    lines.push(`[${one.document}](${one.document.replace(/^docs\//, "").replace(/^(?=[A-Z])/, "../")})`);
  if (notMet.test(one.operator)) lines.push(`**not met**: ${cell(one.operator.replace(notMet, ""))}`);
  else if (one.operator !== "") lines.push(`Whoever runs the server: ${cell(one.operator)}`);
  return lines.length === 0 ? "**open**" : lines.join("<br>");
}

/** docs/asvs.md, as it must be with these tests and requirements. */
export function asvsPage(all: Requirement[], tests: NamedTest[]): string {
  const applying = all.filter((one) => one.applies);
  const count = (level: number, state?: State) =>
    applying.filter((one) => one.level === level && (!state || stateOf(one, tests) === state)).length;
  const states: State[] = ["test", "document", "operator", "unmet", "open"];
  const counts = [1, 2, 3].map(
    (level) => `| ${[level, count(level), ...states.map((s) => count(level, s))].join(" | ")} |`,
  );
  const rows = applying.map((one) => `| ${one.id} | ${one.level} | ${cell(one.what)} | ${evidence(one, tests)} |`);
  const rest = all.filter((one) => !one.applies);
  const reasons = [...new Set(rest.map((one) => one.what))].map((reason) => {
    const ids = rest.filter((one) => one.what === reason).map((one) => one.id);
    return `- ${cell(reason)}: ${ids.join(", ")}`;
  });
  return `# OWASP ASVS 5.0

Which requirements of the [Application Security Verification Standard 5.0](https://github.com/OWASP/ASVS/tree/v5.0.0) apply to Porchlight, in our words, and what verifies each. Made by \`npm run docs\` from the names of the tests and from \`tests/asvs/requirements.tsv\`. A test is named only when it would fail without what is asked for. **not met** stands with its reason. **open** means that nothing is named yet: it may hold all the same, or not be there yet.

| Level | Apply | By a test | By a document | By whoever runs the server | Not met | Open |
|---|---|---|---|---|---|---|
${counts.join("\n")}

| | Level | What is asked for | Verified by |
|---|---|---|---|
${rows.join("\n")}

## What does not apply

${reasons.join("\n")}
`;
}
