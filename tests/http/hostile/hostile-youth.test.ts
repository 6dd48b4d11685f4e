import { describe, expect, test } from "vitest";
import { messages } from "#src/conversation/reading.ts";
import { doors } from "#src/http/doors.ts";
import { isStaffPath } from "#src/http/guards.ts";
import { assessmentForms } from "#tests/support/hostile/assessment.ts";
import {
  attack,
  type Fields,
  type HostileForm,
  noorComes,
  replay,
  scene,
  submit,
} from "#tests/support/hostile/attack.ts";
import { laterForms } from "#tests/support/hostile/later.ts";
import { clientId } from "#tests/support/house/http.ts";
import { clean, rawIn } from "#tests/support/made/corpus.ts";

const isClientId = (id = "") => /^[0-9a-f]{32}$/.test(id);
const isMessage = (text = "") => clean(text).trim().length >= 1 && clean(text).trim().length <= 4000;
const isFeeling = (value = "") => ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10"].includes(value);
/** None, or a word of 4 to 60 letters that are not all the same, however many spaces are between them. */
const isSecret = (typed = "") => {
  const letters = [
    ...typed
      .normalize("NFKC")
      .replace(/[\s\p{Cc}\p{Cf}\p{Cs}\p{VS}]/gu, "")
      .toLowerCase(),
  ];
  return letters.length === 0 || (letters.length >= 4 && letters.length <= 60 && new Set(letters).size > 1);
};
const anything = () => true;

const started = ["conversation", "message", "conversation_event"];
const ended = ["conversation", "conversation_event", "contact", "erasure", "draft", "message", "wrap_up"];

const noor = (path: string, more: Partial<HostileForm> = {}): HostileForm => ({
  path,
  who: "noor",
  stage: "talking",
  honest: () => ({}),
  right: anything,
  changes: [],
  ...more,
});

/** Every form a young person can send. What a form does not read can do no harm: it is as right as nothing. */
const forms: HostileForm[] = [
  noor("/start", {
    who: "nobody",
    honest: () => ({ client_id: clientId(), rules: "1", l: "en", text: "I need to talk", secret: "moonstone" }),
    right: ({ client_id, text = "", secret }: Fields) =>
      isClientId(client_id) && clean(text).trim().length <= 4000 && isSecret(secret),
    changes: started,
    words: "text",
  }),
  noor("/start-new", { changes: ended }),
  // Nobody is asked for a word who is there; what was typed stands in the box of the chat.
  noor("/continue", { honest: () => ({ secret: "moonstone", text: "half a thought" }), changes: ["conversation"] }),
  noor("/here", { changes: ["conversation"] }),
  noor("/send", {
    honest: () => ({ client_id: clientId(), text: "and then", seen: "2", frame: "" }),
    right: ({ client_id, text }) => isClientId(client_id) && isMessage(text),
    changes: ["conversation", "message"],
    words: "text",
  }),
  noor("/change", {
    stage: "waiting",
    honest: () => ({ "was-1": "", "words-1": "other first words" }),
    // An empty box takes them back; a form without one says nothing.
    right: ({ "words-1": text }) => text !== undefined && clean(text).trim().length <= 4000,
    changes: ["message"],
    words: "words-1",
  }),
  noor("/where", {
    honest: () => ({ client_id: clientId(), place: "At the station" }),
    right: ({ client_id, place = "" }) => {
      const { length } = clean(place).replace(/\s+/g, " ").trim();
      return isClientId(client_id) && length >= 1 && length <= 300;
    },
    changes: ["conversation", "message"],
  }),
  noor("/check", { honest: () => ({ seen: "2" }), changes: ["conversation"] }),
  // With the version it shows a poll would wait; this one is answered at once.
  noor("/updates", {
    honest: () => ({ after: "1", v: "1f2e3d4c", seen: "2", page: "9a8b7c6d" }),
    changes: ["conversation"],
  }),
  noor("/typing"),
  noor("/feeling", {
    stage: "waiting",
    honest: () => ({ moment: "before", value: "4" }),
    // Only the last page asks about after: whoever still waits has no after.
    right: ({ value, moment }) => value === "skip" || (isFeeling(value) && moment !== "after"),
    changes: ["conversation"],
  }),
  noor("/helped", {
    stage: "ended",
    honest: () => ({ value: "bit" }),
    right: ({ value = "" }) => ["yes", "bit", "no"].includes(value),
    changes: ["contact"],
  }),
  noor("/thanks", {
    stage: "ended",
    honest: () => ({ text: "you helped me", value: "1" }),
    right: ({ text = "" }) => {
      const length = [...clean(text).replace(/\s+/g, " ").trim()].length;
      return length >= 1 && length <= 140;
    },
    changes: ["thank_you"],
    words: "text",
  }),
  noor("/end", { honest: () => ({ wipe: "" }), changes: ended }),
  noor("/wipe", { stage: "ended" }),
  // Only what the page of the question sends deletes anything; whatever else is sent asks again.
  noor("/clear", { honest: () => ({ sure: "no" }) }),
  noor("/help", {
    honest: () => ({ text: "he asked where I live" }),
    right: ({ text = "" }) => clean(text).trim().length <= 2000,
    changes: ["concern", "conversation"],
    words: "text",
  }),
  noor("/leave", { changes: ended }),
  noor("/other", {
    honest: () => ({ q: "school", topic: "school", age: "13", region: "BE", open: "1", from: "10", see: "" }),
  }),
  noor("/back", {
    honest: () => ({ want: "code", code: "", secret: "" }),
    // Nobody types a code that was not given to them.
    right: ({ want }) => want === "code",
    changes: ["return_code", "return_part"],
  }),
  ...laterForms,
  ...assessmentForms.filter(({ path }) => !isStaffPath(path)),
];

/** A code is shown once: whoever asks again gets another. */
const repeats: Record<string, string[]> = { "/back": ["return_code", "return_part"] };

describe("acceptance 8: hostile inputs in every form of a young person", () => {
  test("what was planted is seen where it lives, and only there", () => {
    const page = "<p>&lt;b data-planted&gt;</p><textarea><b data-planted></textarea><input value='<b data-planted>'>";
    expect(rawIn(page)).toEqual([]);
    expect(rawIn(`${page}<b data-planted>`)).toEqual(["<b>"]);
    expect(rawIn("<a href='javascript:x'>\0</a><p>undefined</p>")).toEqual(["<a>", "character 0", ">undefined<"]);
  });

  test("every form of the table is here", () => {
    const table = doors.filter((door) => door.method === "POST" && !isStaffPath(door.path)).map((door) => door.path);
    expect(forms.map((form) => form.path).sort()).toEqual(table.sort());
  });

  test.each(forms)(
    "[ASVS 1.2.1, 2.2.1, 2.2.2, 3.2.2, 4.2.5] acceptance 8: $path: a sentence, nothing stored wrongly, nothing raw",
    { timeout: 180_000 },
    async (form) => {
      const { tries, wrong } = await attack(form);
      expect(wrong).toEqual([]);
      expect(tries).toBeGreaterThanOrEqual(30);
    },
  );

  const scripted = forms.filter(({ path }) => ["/send", "/updates", "/typing", "/feeling", "/leave"].includes(path));
  test.each(scripted)("acceptance 8: $path from chat.js: the same", { timeout: 180_000 }, async (form) => {
    const { tries, wrong } = await attack(form, true);
    expect(wrong).toEqual([]);
    expect(tries).toBeGreaterThanOrEqual(30);
  });

  test.each(forms)("acceptance 8: $path sent twice does nothing more", async (form) => {
    expect(await replay(form, repeats[form.path])).toEqual([]);
  });

  test("acceptance 8: somebody else’s client id is only an id of one’s own", async () => {
    const at = await scene();
    const noor = await noorComes(at, "talking");
    const [taken] = messages(at.line.helpline.db, at.sam);
    const sent = { client_id: taken!.clientId, text: "mine" };
    const body = new URLSearchParams(sent).toString();
    const send = forms.find((form) => form.path === "/send")!;
    await submit(at, send, noor, { body, type: "application/x-www-form-urlencoded" });
    expect(messages(at.line.helpline.db, noor.id).at(-1)).toMatchObject({ text: "mine", clientId: taken!.clientId });
    expect(messages(at.line.helpline.db, at.sam)).toHaveLength(2);
    for (const path of ["/staff", `/staff/conversation/${noor.id}`]) {
      const page = await at.line.app.request(path, { headers: { Cookie: at.anna } });
      // Whoever knows the id a chat was started with can come back into it: the staff never get to see one.
      expect(await page.text()).not.toContain(messages(at.line.helpline.db, noor.id)[0]!.clientId);
    }
  });
});
