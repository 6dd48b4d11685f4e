import { clientId } from "#tests/support/house/http.ts";
import { clean } from "#tests/support/made/corpus.ts";
import { sendsTo } from "#tests/support/outside/post.ts";
import { sharedAnswers } from "#views/youth/later-form.tsx";
import type { HostileForm, Scene } from "./attack.ts";

// What is right and what is not at the forms of whoever asks to be written to. Written from the design, not from the code.

const canWrite = ({ line }: Scene) => sendsTo(line, 25);

/** One plain address. The line has no hours: any full hour will do, but for none at all between two that are the same. */
function isAsked({ address = "", shared = "", from = "", to = "" }: Record<string, string>): boolean {
  const isPlain = /^[\w.+-]{1,64}@([a-z0-9-]+\.)+[a-z]{2,}$/i.test(clean(address).trim());
  const hours = [from, to].every(
    (text) => text === "" || (/^\d{1,4}$/.test(text) && Number(text) <= 1440 && Number(text) % 60 === 0),
  );
  return isPlain && shared === sharedAnswers[0] && hours;
}

export const laterForms: HostileForm[] = [
  {
    path: "/later",
    who: "nobody",
    stage: "talking",
    arrange: canWrite,
    honest: () => ({ address: "noor@mail.example", shared: "no", from: "", to: "", line: "1", l: "en" }),
    right: isAsked,
    changes: ["callback", "callback_key"],
  },
  {
    path: "/later/:token",
    who: "nobody",
    stage: "talking",
    honest: () => ({ client_id: clientId(), rules: "1" }),
    right: ({ client_id: id = "" }) => /^[0-9a-f]{32}$/.test(id),
    changes: ["conversation", "conversation_event", "callback", "mail", "line_turn"],
  },
  {
    path: "/later/:token/stop",
    who: "nobody",
    stage: "talking",
    honest: () => ({ sent: "1" }),
    right: () => true,
    changes: ["callback", "callback_silence", "mail"],
  },
];
