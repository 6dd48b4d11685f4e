import { questionsAsked, writtenTo } from "../arrange/admin.ts";
import { mailsAndNobody, noorAsked, noorInDanger } from "../arrange/care.ts";
import type { FormRow } from "../form.ts";
import { line, mailbox, type Rule, words } from "./rules.ts";

const started = ["conversation", "message", "conversation_event"];
const ended = ["conversation", "conversation_event", "contact", "erasure", "draft", "message", "wrap_up"];

/** None, or a word of 4 to 60 letters that are not all the same, with any number of spaces. */
const secretWord: Rule = {
  right: (typed) => {
    const shown = typed.normalize("NFKC").replace(/[\s\p{Cc}\p{Cf}\p{Cs}\p{VS}]/gu, "");
    const letters = [...shown.toLowerCase()];
    return letters.length === 0 || (letters.length >= 4 && letters.length <= 60 && new Set(letters).size > 1);
  },
};

const noor = (path: string, more: Partial<FormRow> = {}): FormRow => ({
  ...{ path, who: "noor", stage: "talking", changes: [] },
  ...more,
});

export const youthForms: FormRow[] = [
  noor("/start", {
    who: "nobody",
    stage: "waiting",
    page: "/",
    fill: { text: "I’d like to talk", secret: "moonstone" },
    rules: { text: words(4_000, 0), secret: secretWord },
    loose: ["l", "rules", "line", "danger"],
    unshown: ["secret"],
    changes: started,
  }),
  noor("/start-new", { stage: "ended", page: "/", loose: ["sent"], changes: ended }),
  // Someone who is there is asked for no word; what was typed stands in the chat's box.
  noor("/continue", {
    again: 20,
    says: { secret: "moonstone", text: "half a thought" },
    changes: ["conversation"],
    repeats: ["conversation"],
  }),
  // When they were there last.
  noor("/here", { again: 20, changes: ["conversation"], repeats: ["conversation"] }),
  noor("/send", {
    again: 20,
    page: "/",
    fill: { text: "and then" },
    says: { frame: "" },
    rules: { text: words(4_000) },
    loose: ["seen"],
    script: true,
    changes: ["conversation", "message"],
  }),
  noor("/change", {
    stage: "waiting",
    page: "/change",
    fill: { "words-1": "other first words" },
    // An empty box takes them back.
    rules: { "words-1": words(4_000, 0) },
    loose: ["was-1"],
    changes: ["message"],
  }),
  noor("/where", {
    again: 20,
    page: "/where",
    fill: { place: "At the station" },
    rules: { place: line(300) },
    press: ["value", "say"],
    shown: ["/"],
    changes: ["conversation", "message"],
  }),
  noor("/check", { again: 20, page: "/", loose: ["seen"], changes: ["conversation"] }),
  // With the shown version a poll would wait; this one is answered at once.
  noor("/updates", {
    again: 20,
    says: { after: "1", v: "1f2e3d4c", seen: "2", page: "9a8b7c6d" },
    script: true,
    changes: ["conversation"],
  }),
  noor("/typing", { again: 20, script: true }),
  // Only the last page asks about after, which no one still waiting has.
  noor("/feeling", { stage: "waiting", page: "/", loose: ["moment"], script: true, changes: ["conversation"] }),
  // The buttons name it in their address, where a script keeps what is typed.
  noor("/danger", {
    stage: "waiting",
    arrange: noorInDanger,
    again: 20,
    says: { say: "hurt_by" },
    strict: ["say"],
    changes: ["conversation", "message"],
  }),
  noor("/helped", { stage: "ended", page: "/", changes: ["contact"] }),
  // Asked after the two before it.
  noor("/next", { stage: "ended", says: { value: "bit" }, strict: ["value"], changes: ["contact"] }),
  noor("/thanks", {
    stage: "ended",
    arrange: noorAsked,
    page: "/",
    fill: { text: "you helped me" },
    rules: { text: line(140) },
    loose: ["value"],
    shown: ["bela /staff/debriefs"],
    changes: ["thank_you"],
  }),
  noor("/end", { page: "/", says: { wipe: "" }, loose: ["sent"], changes: ended }),
  noor("/wipe", { stage: "ended", page: "/", loose: ["sent"] }),
  // Only what the page of the question sends deletes anything; anything else asks again.
  noor("/clear", { stage: "ended", page: "/", quiet: true }),
  noor("/help", {
    again: 4,
    page: "/help",
    fill: { kind: "contact", text: "he asked where I live" },
    rules: { text: words(2_000, 0) },
    // Béla opens it first.
    unshown: ["text"],
    changes: ["concern", "concern_file", "concern_wrap", "sqlite_sequence", "conversation"],
  }),
  // Anything that is no look of ours is the helpline's own.
  noor("/how-it-looks", { page: "/how-it-looks", quiet: true, says: { look: "", face: "" } }),
  noor("/leave", { script: true, changes: ended }),
  noor("/other", {
    quiet: true,
    again: 20,
    page: "/other",
    fill: { q: "school" },
    says: { topic: "school", age: "13", region: "BE", open: "1", from: "10", see: "" },
  }),
  // A code must have been given. It is shown once: asking again gives another.
  noor("/back", {
    page: "/back",
    says: { code: "", secret: "" },
    changes: ["return_code", "return_part"],
    repeats: ["return_code", "return_part"],
  }),
  noor("/which", { quiet: true, again: 20, who: "nobody", stage: "waiting", arrange: questionsAsked, page: "/which" }),
  noor("/later", {
    who: "nobody",
    arrange: mailsAndNobody,
    page: "/later",
    fill: { address: "noor@mail.example", shared: "no" },
    rules: { address: mailbox() },
    loose: ["line", "l"],
    changes: ["callback", "callback_key"],
  }),
  noor("/later/:token", {
    who: "nobody",
    arrange: writtenTo,
    page: "/later/:token",
    loose: ["rules"],
    changes: ["conversation", "conversation_event", "callback", "mail", "line_turn"],
  }),
  noor("/later/:token/stop", {
    who: "nobody",
    arrange: writtenTo,
    page: "/later/:token",
    loose: ["sent"],
    changes: ["callback", "callback_silence", "mail"],
  }),
];
