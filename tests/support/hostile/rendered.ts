import { unescaped } from "#tests/support/house/http.ts";

// What a browser makes of a page: its forms, and what they let someone send.

/** What someone may write or choose under one name of a form. */
export interface Field {
  name: string;
  /** As the browser treats it: "hidden", "text", "textarea", "choice" (of one), "ticks", "number", "date" … */
  type: string;
  /** Sent if no one touches it; several if boxes share the name. */
  values: string[];
  /** All that a browser can send, if it is a choice. */
  options: string[] | null;
  required: boolean;
  maxlength: number | null;
  min: string | null;
  max: string | null;
  pattern: string | null;
}

/** A form as it is shown, or as a script sends it. */
export interface ShownForm {
  path: string;
  fields: Field[];
  presses: [string, string][];
}

type Attributes = Record<string, string>;
interface Control {
  tag: string;
  at: Attributes;
  form: Raw | null;
  text: string;
  options: Attributes[];
}
interface Raw {
  at: Attributes;
}

/** In page order. */
function controlsOf(html: string): { forms: Raw[]; controls: Control[] } {
  const forms: Raw[] = [];
  const controls: Control[] = [];
  let inside: Raw | null = null;
  const attributes = (element: { attributes: Iterable<string[]> }): Attributes =>
    Object.fromEntries([...element.attributes].map(([name, value]) => [name, unescaped(value ?? "")]));
  new HTMLRewriter()
    .on("form", {
      element: (element) => {
        inside = { at: attributes(element) };
        forms.push(inside);
        element.onEndTag(() => {
          inside = null;
        });
      },
    })
    .on("input, select, textarea, button", {
      element: (element) => {
        controls.push({ tag: element.tagName, at: attributes(element), form: inside, text: "", options: [] });
      },
      text: (piece) => {
        const last = controls.at(-1);
        if (last?.tag === "textarea") last.text += piece.text;
      },
    })
    .on("select option", {
      element: (element) => void controls.at(-1)?.options.push(attributes(element)),
    })
    .transform(html);
  for (const control of controls) {
    const named = control.at.form;
    if (named !== undefined) control.form = forms.find(({ at }) => at.id === named) ?? null;
  }
  return { forms, controls };
}

const sentTo = (address: string | undefined) => (address ?? "").split("#")[0]!;
const pathOf = (address: string | undefined) => sentTo(address).split("?")[0]!;

const target = ({ at, form }: Control) => sentTo(at.formaction ?? at["hx-post"] ?? form?.at.action);
const isFor = (button: Control, path: string) => pathOf(target(button)) === path;

/** Returns a page's form for a path, with what a browser would send; `having`: the one with this field and value. */
export function shownForm(html: string, path: string, having?: [string, string]): ShownForm | null {
  const { forms, controls } = controlsOf(html);
  const buttons = controls.filter(({ tag, at }) => tag === "button" || (tag === "input" && at.type === "submit"));
  const isSentThere = (form: Raw) =>
    form.at.method?.toLowerCase() === "post" &&
    (pathOf(form.at.action) === path ||
      pathOf(form.at["hx-post"]) === path ||
      buttons.some((button) => button.form === form && isFor(button, path)) ||
      controls.some(({ form: of, at }) => of === form && pathOf(at["hx-post"]) === path));
  const found = forms.filter(isSentThere).find((form) => {
    const own = controls.filter((one) => one.form === form);
    return having === undefined || own.some(({ at }) => at.name === having[0] && (at.value ?? "") === having[1]);
  });
  const alone = buttons.find((button) => button.form === null && isFor(button, path));
  if (found === undefined && alone === undefined) return null;
  const own = controls.filter(({ form, at }) => found !== undefined && form === found && at.disabled === undefined);
  const sending = buttons.filter((one) => (found ? one.form === found && isFor(one, path) : one === alone));
  return {
    path: sending[0] ? target(sending[0]) : sentTo(found?.at.action),
    fields: fieldsOf(own.filter((one) => !buttons.includes(one))),
    presses: sending.map(({ at }) => [at.name ?? "", at.value ?? ""]),
  };
}

function fieldsOf(controls: Control[]): Field[] {
  const fields: Field[] = [];
  for (const control of controls) {
    const { name = "" } = control.at;
    const known = fields.find((field) => field.name === name);
    if (name === "" || control.at.type === "file") continue;
    if (known === undefined) fields.push(fieldOf(control, name));
    else join(known, fieldOf(control, name));
  }
  return fields;
}

function fieldOf({ tag, at, text, options }: Control, name: string): Field {
  const bounds = {
    name,
    required: at.required !== undefined,
    maxlength: at.maxlength === undefined ? null : Number(at.maxlength),
    min: at.min ?? null,
    max: at.max ?? null,
    pattern: at.pattern ?? null,
  };
  if (tag === "select") {
    const all = options.map(({ value = "" }) => value);
    const chosen = options.find((option) => option.selected !== undefined)?.value ?? all[0];
    return { ...bounds, type: "choice", values: chosen === undefined ? [] : [chosen], options: all };
  }
  if (at.type === "radio" || at.type === "checkbox") {
    const value = at.value ?? "on";
    const type = at.type === "radio" ? "choice" : "ticks";
    return { ...bounds, type, values: at.checked === undefined ? [] : [value], options: [value] };
  }
  const value = tag === "textarea" ? unescaped(text).replace(/^\n/, "") : (at.value ?? "");
  return { ...bounds, type: tag === "textarea" ? tag : (at.type ?? "text"), values: [value], options: null };
}

/** Radios and ticks of one name are one choice, with any hidden value; other fields of one name are a list. */
function join(known: Field, more: Field) {
  if (more.options) known.options = [...(known.options ?? known.values), ...more.options];
  if (more.options) known.type = more.type;
  known.values.push(...more.values);
  known.required ||= more.required;
}
