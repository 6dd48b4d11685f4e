import { person } from "#tests/support/house/http.ts";
import type { Rule } from "./forms/rules.ts";
import { type Field, type ShownForm, shownForm } from "./rendered.ts";
import type { Pairs } from "./rows.ts";
import { type Arrange, type Given, type Laid, ready, type Scene, type Stage } from "./scene.ts";

/** A door that forms are sent to: where its form is shown and to whom, and only what the form itself does not tell. */
export interface FormRow {
  path: string;
  /** Noor’s browser, Anna’s, Béla’s or Aino’s, or somebody without a cookie. */
  who: "noor" | "anna" | "bela" | "aino" | "nobody";
  stage: Stage;
  arrange?: Arrange | undefined;
  /** What stands for `:id` where it is nothing that was arranged; Noor’s chat where neither says. */
  id?: string;
  /** The id of nothing there is, where it is not Sam’s chat or the second of its kind. */
  stranger?: string;
  /** Where the form is shown; where it is on no page, a script sends what it `says`. */
  page?: string | undefined;
  /** Which of several forms of the page: the one with this field. */
  having?: [string, string];
  /** Which of its buttons; the first one where it is not said. */
  press?: [string, string];
  /** What a person writes or chooses, where the form does not say it already. */
  fill?: Record<string, string>;
  /** Of which boxes the first one is ticked, whatever it is called. */
  ticks?: string[];
  /** What only a script adds, or sends. */
  says?: Record<string, string>;
  /** The tables that may change when it is taken. */
  changes: string[];
  /** Those that may change when it is refused: what was typed is kept for another try. */
  keeps?: string[];
  /** What may be written in a field, where the page does not say it all; "week.*" are all that begin so. */
  rules?: Record<string, Rule>;
  /** Fields in which what is none of the choices, or names nothing, counts as nothing. */
  loose?: string[];
  /** It can be sent again as it is, though it was taken so often. */
  again?: number;
  /** Fields in which only what an honest person writes is right: a password, a word that is asked for. */
  exact?: string[];
  /** What is said by a script and must name something, like a hidden value. */
  strict?: string[];
  /** What is wrong is not refused, and does nothing. */
  quiet?: true;
  /** Scripts send it too, and read a sentence. */
  script?: true;
  /** What comes twice is refused, or counts twice; elsewhere the last one counts. */
  once?: true;
  /** Nothing that was typed is right: it takes what only a browser makes. */
  never?: true;
  /** Where else what was typed is shown, beside the page of the form. */
  shown?: string[];
  /** Fields whose words no page shows again as they were typed, when they are taken; or gives back, when they are refused. */
  unshown?: string[];
  unkept?: string[];
  /** Tables that change again when it is sent twice. */
  repeats?: string[];
}

const fits = (pattern: string, name: string) =>
  pattern.endsWith("*") ? name.startsWith(pattern.slice(0, -1)) : pattern === name;

/** What the table says of a field. */
export function ruleOf({ rules = {} }: FormRow, name: string): Rule | undefined {
  return rules[name] ?? Object.entries(rules).find(([pattern]) => fits(pattern, name))?.[1];
}

/** Whether what names nothing counts as nothing in a field. */
export const isLoose = ({ loose = [] }: FormRow, name: string) => loose.some((pattern) => fits(pattern, name));

/** A form, the house it is shown in, and what an honest person sends. */
export interface Ready extends Laid {
  row: FormRow;
  form: ShownForm;
  honest: Pairs;
}

const cookieOf = (at: Scene, who: FormRow["who"]) =>
  ({ noor: at.noor.cookie, anna: at.anna, bela: at.bela, aino: at.aino, nobody: "" })[who];

/** An address of the table as it is in a house. */
export function addressOf(at: Scene, row: FormRow, given: Given, path: string): string {
  const id = given.id ?? row.id ?? String(at.noor.id);
  return path
    .replace(":place", given.place ?? "")
    .replace(":id", id)
    .replace(":token", given.token ?? "x")
    .replace(":subject", "helpline")
    .replace(":noor", String(at.noor.id));
}

/** A page as somebody gets it. */
export async function pageOf(at: Scene, cookie: string, path: string): Promise<string> {
  const browser = person(at.line);
  const answer = await browser.get(path, { Cookie: cookie });
  return answer.to ? (await browser.get(answer.to.split("#")[0]!, { Cookie: cookie })).text : answer.text;
}

export { cookieOf };

const read = new Map<string, Promise<Ready>>();

/** The one place where a form comes from: what there is to send to a door, read from the page that shows it. */
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

/** A button is a choice like any other: the others of its name are what else can be sent. */
const press = (name: string, value: string, all: ShownForm["presses"]): Field => ({
  ...said(name, value),
  ...{ type: "press", options: [value, ...all.filter(([one]) => one === name).map(([, other]) => other)] },
});

/** What an honest person sends: what is filled in already, what the table says, and one of the choices that must be made. */
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
