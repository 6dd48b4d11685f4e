import { type Answer, type Person, read, unescaped } from "#tests/support/house/http.ts";

/** A page with forms in a browser without scripts: what someone types, ticks, presses and reads. */
export interface Sheet {
  answer: Answer;
  /** What a browser would send, without any button. */
  fields(form?: string): [string, string][];
  value(name: string): string;
  /** What describes a field; `wrong` = the sentence of a refusal. */
  beside(name: string): { said: string; wrong: string };
  /** Types over a field, ticks exactly these boxes of a name, or chooses a file. */
  fill(changes: Record<string, string | string[] | File>): Sheet;
  /** Presses a button by its value ("" = none) and goes where it leads. */
  press(button: string, form?: string): Promise<Sheet>;
  words(selector?: string): string;
}

type Attributes = Record<string, string>;

/** Opens a page. */
export async function sheet(who: Person, path: string): Promise<Sheet> {
  return sheetOf(who, await who.get(path));
}

/** Returns an answer as a page. */
export function sheetOf(who: Person, answer: Answer): Sheet {
  const typed = new Map<string, string | string[] | File>();
  const of = (tags: string) => elements(answer.text, tags);

  const fields = (form = "form#hours") => {
    const choices = of(`${form} select option`);
    const selects = of(`${form} select`).map(({ name = "" }, i) => {
      const own = choices.filter((one) => one.at === String(i + 1));
      return [name, (own.find((one) => "selected" in one) ?? own[0])?.value ?? ""] as [string, string];
    });
    const sent = of(`${form} input`)
      .filter(({ type = "", name }) => name && type !== "file" && type !== "submit")
      .filter((one) => !/radio|checkbox/.test(one.type ?? "") || "checked" in one)
      .map(({ name = "", value = "" }) => [name, value] as [string, string]);
    const areas = areasOf(answer.text, form);
    const kept = [...sent, ...selects, ...areas].filter(([name]) => !typed.has(name));
    const changed = [...typed].flatMap(([name, given]) =>
      given instanceof File ? [] : [given].flat().map((value) => [name, value] as [string, string]),
    );
    return [...kept, ...changed];
  };

  const self: Sheet = {
    answer,
    fields,
    value: (name) => {
      const found = fields("form").find(([one]) => one === name);
      if (!found) throw new Error(`The page has no field ${name}`);
      return found[1];
    },
    beside: (name) => {
      const [field] = [...of("input"), ...of("select"), ...of("fieldset"), ...of("section")].filter(
        (one) => one["aria-describedby"] && (one.name === name || one.id === name.replaceAll(".", "-")),
      );
      const notes = (field?.["aria-describedby"] ?? "").split(" ").flatMap((id) => {
        const [, how = "", text = ""] = answer.text.match(new RegExp(`<p id="${id}" class="([^"]*)"[^>]*>([^<]*)<`)) ??
          answer.text.match(new RegExp(`<p class="([^"]*)" id="${id}"[^>]*>([^<]*)<`)) ?? [""];
        return [{ how, text: unescaped(text) }];
      });
      const told = notes.filter(({ how }) => how !== "hint");
      return {
        said: told.map(({ text }) => text).join(" "),
        wrong: told
          .filter(({ how }) => how === "wrong")
          .map(({ text }) => text)
          .join(" "),
      };
    },
    fill: (changes) => {
      const known = new Set([...of("input"), ...of("select"), ...of("textarea")].map(({ name }) => name));
      for (const [name, given] of Object.entries(changes)) {
        if (!known.has(name)) throw new Error(`The page has no field ${name}`);
        typed.set(name, given);
      }
      return self;
    },
    press: async (value, form = "form#hours") => {
      const own = form.startsWith("form#") ? of(`button[form="${form.slice(5)}"]`) : [];
      const button = [...of(`${form} button`), ...own].find((one) => (one.value ?? "") === value);
      if (!button) throw new Error(`The page has no button ${value}`);
      const action = button.formaction ?? of(form)[0]!.action!;
      const pressed: [string, string][] = button.name ? [...fields(form), [button.name, value]] : fields(form);
      const path = action.replace(/#.*/, "");
      const isUpload = button.formenctype ?? of(form)[0]!.enctype;
      const answer = isUpload ? await upload(who, path, pressed, typed) : await who.post(path, pressed);
      return sheetOf(who, answer.to === null ? answer : await who.get(answer.to));
    },
    words: (selector = "main") => wordsOf(answer.text, selector),
  };
  return self;
}

/** A browser sends line ends of a text area as two characters. */
function areasOf(html: string, form: string): [string, string][] {
  const found: [string, string][] = [];
  const rewriter = new HTMLRewriter().on(`${form} textarea`, {
    element: (element) => {
      if (element.getAttribute("name")) found.push([element.getAttribute("name")!, ""]);
    },
    text: (chunk) => {
      found.at(-1)![1] += chunk.text;
    },
  });
  rewriter.transform(html);
  return found.map(([name, text]) => [name, unescaped(text).replace(/^\n/, "").replace(/\n/g, "\r\n")]);
}

async function upload(who: Person, path: string, fields: [string, string][], typed: Map<string, unknown>) {
  const body = new FormData();
  for (const [name, value] of fields) body.append(name, value);
  for (const [name, given] of typed) if (given instanceof File) body.append(name, given);
  return read(await who.send(path, { method: "POST", headers: { "Sec-Fetch-Site": "same-origin" }, body }));
}

/** Attributes of every match; `at` is the number of the last select before it. */
function elements(html: string, selector: string): Attributes[] {
  const found: Attributes[] = [];
  const scope = selector.split(" ").slice(0, -2).join(" ");
  let at = 0;
  const rewriter = new HTMLRewriter();
  if (selector.endsWith(" select option")) {
    rewriter.on(`${scope} select`, {
      element: () => {
        at += 1;
      },
    });
  }
  rewriter.on(selector, {
    element: (element) => {
      const own = [...element.attributes].map(([name, value]) => [name, unescaped(value ?? "")]);
      found.push({ ...Object.fromEntries(own), at: String(at) });
    },
  });
  rewriter.transform(html);
  return found;
}

function wordsOf(html: string, selector: string): string {
  let text = "";
  new HTMLRewriter()
    .on(selector, {
      text: (chunk) => {
        text += chunk.text;
      },
      element: (element) => {
        text += " ";
        element.onEndTag?.(() => {
          text += " ";
        });
      },
    })
    .on(`${selector} *`, {
      element: () => {
        text += " ";
      },
    })
    .transform(html);
  return unescaped(text)
    .replace(/[^\S\u00a0\u202f]+/g, " ")
    .replace(/ ([,.])/g, "$1")
    .trim();
}
