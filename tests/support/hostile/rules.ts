import { newestSettingsChange } from "#src/settings/changes.ts";
import { saveRulesDraft } from "#src/settings/rules-draft.ts";
import { act } from "#tests/support/house/http.ts";
import { clean } from "#tests/support/made/corpus.ts";
import { type HostileForm, noorComes, type Scene, scene } from "./attack.ts";

// What is right and what is not at the forms of the rules. Written from the design, not from the code.

const box = "own.kept.en";
const most = 1_500_000;

const aino = (path: string, more: Pick<HostileForm, "honest" | "right" | "changes"> & Partial<HostileForm>) => ({
  path,
  who: "aino" as const,
  stage: "waiting" as const,
  most,
  ...more,
});

const drafted = ({ line }: Scene) =>
  act(line, line.aino, (tx, emit) => saveRulesDraft(tx, emit, { words: { kept: { en: "Ask us." } } }));

/** What the change that `drafted` makes is called in the audit trail. */
async function changeOfDraft(): Promise<number> {
  const at = await scene();
  await noorComes(at, "waiting");
  await drafted(at);
  return newestSettingsChange(at.line.helpline.db, "rules");
}

const isNumber = (text: string | undefined, number: number) => /^\d{1,15}$/.test(text ?? "") && Number(text) === number;

/** Nothing typed changes nothing, whatever it is based on. */
const mayStand = (fields: Record<string, string>) => {
  const words = clean(fields[box] ?? "").trim();
  return words === "" || (words.length <= 1_500 && isNumber(fields.based_on, 0));
};

export async function rulesForms(): Promise<HostileForm[]> {
  const change = await changeOfDraft();
  const based = () => ({ based_on: String(change) });
  return [
    aino("/admin/rules", {
      honest: () => ({ based_on: "0", do: "save", [box]: "Ask us." }),
      right: mayStand,
      changes: ["setting"],
      words: box,
    }),
    aino("/admin/rules/preview", {
      honest: () => ({ [box]: "Ask us.", preview_language: "fr", preview_scheme: "dark", preview_page: "how" }),
      right: () => true,
      changes: [],
      plant: [box, "preview_language", "preview_page"],
    }),
    aino("/admin/rules/discard", {
      honest: based,
      right: ({ based_on }) => isNumber(based_on, change),
      changes: ["setting"],
      arrange: drafted,
    }),
    aino("/admin/rules/publish", {
      honest: based,
      right: ({ based_on }) => isNumber(based_on, change),
      changes: ["setting", "rules"],
      arrange: drafted,
    }),
  ];
}
