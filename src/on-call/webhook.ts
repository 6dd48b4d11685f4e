import type { DataReader, Tx } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import { HelplineError } from "#src/errors.ts";
import type { Emit } from "#src/events.ts";
import { OutgoingError } from "#src/outgoing/error.ts";
import type { AskServer } from "#src/outgoing/outgoing.ts";

const maxHook = 500;

const hookId = 1;

/** Returns the address, null for none, "" if it cannot be opened. It may hold a secret, so it is for admins alone. */
export function hookAddress(db: DataReader): string | null {
  const row = db.first(q.selectFrom("on_call_hook").select("address").where("id", "=", hookId));
  return row ? (db.keyring.hooks.open(hookId, row.address) ?? "") : null;
}

/** Returns whether a webhook is set. */
export function hasHook(db: DataReader): boolean {
  return db.first(q.selectFrom("on_call_hook").select("id")) !== undefined;
}

/** Sets the webhook, or removes it (""). Throws `bad_input` on "hook" unless it is https, and `locked`. */
export function setHook(tx: Tx, emit: Emit, { address }: { address: string }): void {
  const text = address.trim();
  if (text === "") {
    if (tx.run(q.deleteFrom("on_call_hook")) === 0) return;
    tx.keyring.hooks.destroy(tx, hookId);
    emit({ type: "on_call.hook_set", set: false });
    return;
  }
  if (!isHook(text)) throw new HelplineError("bad_input", "admin.on_call.problem.hook", {}, "hook");
  if (hookAddress(tx) === text) return;
  tx.run(
    q.replaceInto("on_call_hook").values({ id: hookId, address: tx.keyring.hooks.seal(tx, hookId, text), at: tx.at }),
  );
  emit({ type: "on_call.hook_set", set: true });
}

function isHook(text: string): boolean {
  if (text.length > maxHook || !URL.canParse(text)) return false;
  const url = new URL(text);
  return url.protocol === "https:" && url.username === "" && url.password === "";
}

/** Goes out as JSON. No word of a chat, and nobody's name. */
export interface HookNews {
  title: string;
  text: string;
  cause: string;
  line: string | null;
  at: string;
  test: boolean;
}

/** Calls the webhook once. Returns null if it took it, else a kind of OutgoingError, or "status 503". */
export async function callHook(ask: AskServer, address: string, news: HookNews): Promise<string | null> {
  try {
    const { status } = await ask(address, { method: "POST", json: JSON.stringify(news) });
    return status >= 200 && status < 300 ? null : `status ${status}`;
  } catch (error) {
    if (error instanceof OutgoingError) return error.kind;
    throw error;
  }
}
