import { partnerPath } from "#src/directory/sharing/partners.ts";
import type { Demo } from "#src/http/server/context.ts";
import { OutgoingError } from "#src/outgoing/error.ts";
import type { AskServer } from "#src/outgoing/outgoing.ts";

const most = 100;

/** Opens an empty box for the newest hundred mails, the newest first. */
export function openMailbox(): Demo["mailbox"] {
  const caught: ReturnType<Demo["mailbox"]["mails"]> = [];
  return {
    send: async (_way, { to, subject, text, senderName, at }) => {
      caught.unshift({ to, subject, text, at, ...(senderName ? { senderName } : {}) });
      caught.splice(most);
    },
    mails: () => caught,
  };
}

/** A helpline next door that is always open; nobody answers there. */
export const neighbour = { name: "Harbour Line (made up)", url: `https://harbour.example${partnerPath}` };

/** Answers for the neighbour, and asks nobody else: a demo sends nothing to anybody. */
export const askNeighbour: AskServer = async (address) => {
  if (address !== neighbour.url) throw new OutgoingError("unknown_host");
  const line = {
    ...{ id: 1, name: "Harbour chat", languages: ["en", "nl"], age_from: 8, age_to: 25, time_zone: "Europe/Brussels" },
    ...{ chat: "https://harbour.example/chat", state: "open", accepts_new: true },
    ...{ until: null, next_opening: null },
  };
  const said = { format: "helpline", version: 1, name: neighbour.name, lines: [line] };
  const body = new TextEncoder().encode(JSON.stringify(said));
  const nothing = { movedTo: "", etag: null, lastModified: null, retryAfter: null };
  return { status: 200, address, contentType: "application/json", body, ...nothing };
};
