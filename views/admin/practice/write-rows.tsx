import type { Child } from "hono/jsx";
import type { Key, Translate } from "#src/i18n/i18n.ts";
import type { ListName, ScenarioSheet, SheetRow } from "#src/practice/writing/sheet.ts";

/** What the fields of a draft need to know. */
export interface Writing {
  t: Translate;
  /** The address of the draft. */
  path: string;
  sheet: ScenarioSheet;
  /** Of the texts that are shown. */
  language: string;
  values: ReadonlyMap<string, string>;
  problems: ReadonlyMap<string, string[]>;
  /** Where a colleague wrote something else meanwhile, and what. */
  theirs: ReadonlyMap<string, string>;
  /** Rows that spoke when it was last tried, and rows that only changed something. */
  spoke: string | null;
  fired: readonly string[];
  /** The list that was changed just now. */
  opened: string | null;
}

interface FieldProps {
  of: Writing;
  name: string;
  label: string;
  hint?: string | undefined;
  /** More than one line. */
  rows?: number;
  /** A text in the language that is shown. */
  isText?: boolean;
  options?: { value: string; text: string }[];
}

/** A field of a draft, with what is wrong in it and what a colleague wrote there. Its id is its name. */
export function WriteField({ of, name, label, hint, rows, isText = false, options }: FieldProps) {
  const { t, values, problems, theirs } = of;
  const value = values.get(name) ?? "";
  const wrong = problems.get(name) ?? [];
  const other = theirs.get(name);
  const about = [hint && `${name}-hint`, wrong.length > 0 && `${name}-wrong`].filter(Boolean).join(" ");
  const shared = {
    ...{ id: name, name, autocomplete: "off" },
    "aria-invalid": wrong.length > 0 ? ("true" as const) : undefined,
    "aria-describedby": about === "" ? undefined : about,
  };
  const typed = isText
    ? { lang: of.language, dir: "auto" as const }
    : { spellcheck: false, autocapitalize: "none" as const };
  return (
    <div class="field">
      <label for={name}>{label}</label>
      {hint && (
        <p class="hint" id={`${name}-hint`}>
          {hint}
        </p>
      )}
      {options && (
        <select {...shared}>
          {options.map((one) => (
            <option value={one.value} selected={one.value === value}>
              {one.text}
            </option>
          ))}
        </select>
      )}
      {!options && rows === undefined && <input type="text" value={value} {...shared} {...typed} />}
      {!options && rows !== undefined && (
        <textarea rows={rows} {...shared} {...typed}>
          {value}
        </textarea>
      )}
      {wrong.length > 0 && (
        <p class="wrong" id={`${name}-wrong`}>
          {wrong.join(" ")}
        </p>
      )}
      {other !== undefined && (
        <p class="note pre" dir="auto">
          {t("admin.practice.write.theirs", { text: other })}
        </p>
      )}
    </div>
  );
}

interface RowsProps {
  of: Writing;
  list: ListName;
  title: string;
  hint?: string | undefined;
  /** Rows are read in their order, so that it can be changed. */
  isOrdered?: boolean;
  isFolded?: boolean;
  /** The fields of a row, given the beginning of their names. */
  children: (at: string) => Child;
}

/** A list of rows that can be added, moved and removed. */
export function WriteRows({ of, list, title, hint, isOrdered = false, isFolded = false, children }: RowsProps) {
  const { t, path, sheet, problems } = of;
  const rows = sheet.lists[list];
  const wrong = problems.get(list) ?? [];
  const told = [...problems.keys(), ...of.theirs.keys()];
  const isOpen = !isFolded || of.opened === list || told.some((name) => name === list || name.startsWith(`${list}.`));
  return (
    <WriteSection id={list} title={title} count={rows.length} isOpen={isOpen}>
      {hint && <p class="hint">{hint}</p>}
      {wrong.length > 0 && <p class="wrong">{wrong.join(" ")}</p>}
      <ol class={`write-rows write-${list}`}>
        {rows.map((row, index) => (
          <li
            id={`${list}.${row.key}`}
            class={stateOf(of, row)}
            aria-current={of.spoke === row.key ? "true" : undefined}
          >
            {children(`${list}.${row.key}`)}
            <RowActs
              of={of}
              list={list}
              row={row}
              number={index + 1}
              isLast={index === rows.length - 1}
              isOrdered={isOrdered}
            />
          </li>
        ))}
      </ol>
      <button
        type="submit"
        class="second"
        name="act"
        value={`add ${list}`}
        formaction={`${path}#${list}-add`}
        id={`${list}-add`}
      >
        {t("admin.emergency.add_button")}
        <span class="sr">: {title}</span>
      </button>
    </WriteSection>
  );
}

function stateOf({ spoke, fired }: Writing, { key }: SheetRow): string | undefined {
  if (spoke === key) return "spoke";
  return fired.includes(key) ? "fired" : undefined;
}

interface ActsProps {
  of: Writing;
  list: ListName;
  row: SheetRow;
  number: number;
  isLast: boolean;
  isOrdered: boolean;
}

function RowActs({ of, list, row, number, isLast, isOrdered }: ActsProps) {
  const { t, path, spoke, fired } = of;
  const { key } = row;
  const verbs: { verb: "up" | "down" | "remove"; text: Key; off: boolean }[] = [
    ...(isOrdered ? [{ verb: "up", text: "admin.assessment.up", off: number === 1 } as const] : []),
    ...(isOrdered ? [{ verb: "down", text: "admin.assessment.down", off: isLast } as const] : []),
    { verb: "remove", text: "admin.practice.remove", off: false },
  ];
  const told = spoke === key ? "admin.practice.try.spoke" : "admin.practice.try.fired";
  return (
    <div class="row-of write-acts">
      {(spoke === key || fired.includes(key)) && <span class="tag">{t(told)}</span>}
      {verbs
        .filter(({ off }) => !off)
        .map(({ verb, text }) => (
          <button
            type="submit"
            class="quiet"
            name="act"
            value={`${verb} ${list} ${key}`}
            formaction={`${path}#${list}${verb === "remove" ? "-add" : `.${key}`}`}
          >
            {t(text)}
            <span class="sr"> {number}</span>
          </button>
        ))}
    </div>
  );
}

interface SectionProps {
  id: string;
  title: string;
  count?: number;
  isOpen?: boolean;
  children?: Child;
}

/** A part of the form that can be folded. */
export function WriteSection({ id, title, count, isOpen = true, children }: SectionProps) {
  return (
    <details class="group write-part" id={id} open={isOpen}>
      <summary>
        <h2>{title}</h2>
        {count !== undefined && <span class="soft">{count}</span>}
      </summary>
      <div class="write-inside">{children}</div>
    </details>
  );
}
