import { person } from "#tests/support/house/http.ts";
import type { Rule } from "./forms/rules.ts";
import { type Field, type ShownForm, shownForm } from "./rendered.ts";
import type { Pairs } from "./rows.ts";
import { type Arrange, type Given, type Laid, ready, type Scene, type Stage } from "./scene.ts";

/** A door that takes forms: where its form is shown and to whom, and only what the form does not tell itself. */
export interface FormRow {
  path: string;
  /** Whose browser; "nobody" = without a cookie. */
  who: "noor" | "anna" | "bela" | "aino" | "nobody";
  stage: Stage;
  arrange?: Arrange | undefined;
  /** For `:id`, unless it was arranged; else Noor’s chat. */
  id?: string;
  /** An id that does not exist, unless it is Sam’s chat or the second of its kind. */
  stranger?: string;
  /** Where the form is shown; without a page a script sends what it `says`. */
  page?: string | undefined;
  /** The form with this field, if the page has several. */
  having?: [string, string];
  press?: [string, string];
  /** What a person writes or chooses, beyond what the form has. */
  fill?: Record<string, string>;
  /** Names of boxes; the first of each is ticked. */
  ticks?: string[];
  /** What only a script adds, or sends. */
  says?: Record<string, string>;
  changes: string[];
  /** Tables that may change when it is refused, as typed words are kept. */
  keeps?: string[];
  /** What a field may hold, beyond what the page says; "week.*" = all that begin so. */
  rules?: Record<string, Rule>;
  /** Fields in which an unknown choice or name counts as nothing. */
  loose?: string[];
  /** How often it can be taken before it needs another house. */
  again?: number;
  /** Fields that accept only the honest value: a password, a word that is asked for. */
  exact?: string[];
  /** Said by a script, and must name something, like a hidden value. */
  strict?: string[];
  /** A wrong value is not refused, and does nothing. */
  quiet?: true;
  /** Scripts send it too, and read a sentence. */
  script?: true;
  /** A repeated value is refused, or counts twice; elsewhere the last one counts. */
  once?: true;
  /** Nothing typed is right: it takes what only a browser makes. */
  never?: true;
  shown?: string[];
  /** Fields whose words no page shows as typed when taken, or gives back when refused. */
  unshown?: string[];
  unkept?: string[];
  /** Tables that change again when it is sent twice. */
  repeats?: string[];
}

const fits = (pattern: string, name: string) =>
  pattern.endsWith("*") ? name.startsWith(pattern.slice(0, -1)) : pattern === name;

/** Returns what the table says of a field. */
export function ruleOf({ rules = {} }: FormRow, name: string): Rule | undefined {
  return rules[name] ?? Object.entries(rules).find(([pattern]) => fits(pattern, name))?.[1];
}

/** Returns whether an unknown name counts as nothing in a field. */
export const isLoose = ({ loose = [] }: FormRow, name: string) => loose.some((pattern) => fits(pattern, name));

/** A form, its house, and what an honest person sends. */
export interface Ready extends Laid {
  row: FormRow;
  form: ShownForm;
  honest: Pairs;
}

const cookieOf = (at: Scene, who: FormRow["who"]) =>
  ({ noor: at.noor.cookie, anna: at.anna, bela: at.bela, aino: at.aino, nobody: "" })[who];

/** Returns an address of the table as it is in a house. */
export function addressOf(at: Scene, row: FormRow, given: Given, path: string): string {
  const id = given.id ?? row.id ?? String(at.noor.id);
  return path
    .replace(":place", given.place ?? "")
    .replace(":id", id)
    .replace(":token", given.token ?? "x")
    .replace(":subject", "helpline")
    .replace(":noor", String(at.noor.id));
}

/** Returns a page as someone gets it. */
export async function pageOf(at: Scene, cookie: string, path: string): Promise<string> {
  const browser = person(at.line);
  const answer = await browser.get(path, { Cookie: cookie });
  return answer.to ? (await browser.get(answer.to.split("#")[0]!, { Cookie: cookie })).text : answer.text;
}

export { cookieOf };

const read = new Map<string, Promise<Ready>>();

/** Returns what there is to send to a door, read from the page that shows its form. */
export function formAt(row: FormRow): Promise<Ready> {
  const form = read.get(row.path) ?? readForm(row);
  read.set(row.path, form);
  return form;
}

async function readForm(row: FormRow): Promise<Ready> {
  const laid = await ready(row.stage, row.arrange);
  const { given, lay } = laid;
  const at = await lay();
  const path = addressOf(at, row, given, row.path);
  let form: ShownForm = { path, fields: [], presses: [] };
  if (row.page !== undefined) {
    const html = await pageOf(at, cookieOf(at, row.who), addressOf(at, row, given, row.page));
    const found = shownForm(html, path, row.having);
    if (found === null) throw new Error(`No form for ${path} is shown at ${row.page}`);
    form = found;
    const [pressed, value] = row.press ?? found.presses[0] ?? ["", ""];
    if (pressed !== "") form.fields.push(press(pressed, value, found.presses));
  }
  form.fields.push(
    ...Object.entries(row.says ?? {}).map(([name, value]) => ({
      ...said(name, value),
      type: row.strict?.includes(name) ? "hidden" : "said",
    })),
  );
  at.line.helpline.db.close();
  return { ...laid, row, form, honest: honestly(row, form, given) };
}

const said = (name: string, value: string): Field => ({
  ...{ name, type: "said", values: [value], options: null, required: false },
  ...{ maxlength: null, min: null, max: null, pattern: null },
});

/** A button is a choice like any other, among those of its name. */
const press = (name: string, value: string, all: ShownForm["presses"]): Field => ({
  ...said(name, value),
  ...{ type: "press", options: [value, ...all.filter(([one]) => one === name).map(([, other]) => other)] },
});

/** What an honest person sends: filled-in values, those of the table, and a choice where one must be made. */
function honestly({ path, fill = {}, ticks = [] }: FormRow, form: ShownForm, given: Given): Pairs {
  const written = { ...fill, ...given.fill };
  const pairs = form.fields.flatMap((field): Pairs => {
    const { name, values, options, required } = field;
    if (written[name] !== undefined) return [[name, written[name]]];
    if (ticks.includes(name)) return [[name, options![0]!]];
    const sent = values.length === 0 && required ? options!.filter((one) => one !== "").slice(0, 1) : values;
    if (required && sent.every((value) => value === ""))
      throw new Error(`${path}: what does somebody write in ${name}?`);
    return sent.map((value) => [name, value]);
  });
  const unknown = Object.keys(fill).filter((name) => !form.fields.some((field) => field.name === name));
  if (unknown.length > 0)
    throw new Error(`${path} has no ${unknown.join(", ")}: ${form.fields.map(({ name }) => name)}`);
  return pairs;
}
