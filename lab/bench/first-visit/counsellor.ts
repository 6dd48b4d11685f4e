import { newClientId } from "#src/crypto/hash.ts";
import { origin } from "./addresses.ts";

export interface Counsellor {
  take(): Promise<number>;
  /** Types, which the other side is told, and sends. */
  say(id: number, words: string): Promise<void>;
  close(): void;
}

const patienceMs = 300;

/** Makes an account by an invitation and is available. `port` is Porchlight's own. */
export async function counsellor(port: number, invitation: string, name: string): Promise<Counsellor> {
  let cookie = "";
  const headers = () => ({ Origin: origin, Cookie: cookie, "HX-Request": "true" });
  const post = async (path: string, fields: Record<string, string>) => {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, {
      method: "POST",
      body: new URLSearchParams(fields),
      headers: headers(),
      redirect: "manual",
    });
    const [set] = answer.headers.getSetCookie();
    if (set) cookie = set.replace(/;.*/s, "");
    return answer;
  };

  const people = { name: name.toLowerCase(), real_name: "Anna Peeters", alias: `Lamp ${name}` };
  const account = { ...people, helpline: "Chat", language: "en", password: newClientId() };
  const made = await post(invitation, account);
  if (made.status !== 303) throw new Error(`the account of ${name} was not made: ${made.status}`);
  // Only the first may; others are refused, when it is open already.
  await post("/admin/open", { opening: "open", anyway: "yes", based_on: "0", waiting: "0" });
  const live = new WebSocket(`ws://127.0.0.1:${port}/staff/live?open=`, { headers: headers() });
  await new Promise((open, failed) => {
    live.onopen = open;
    live.onclose = () => failed(new Error(`the console of ${name} was not opened`));
  });
  await post("/staff/available", { availability: "available" });

  return {
    take: async () => {
      const answer = await post("/staff/claim", {});
      const id = /conversation\/(\d+)/.exec(answer.headers.get("location") ?? "")?.[1];
      if (!id) throw new Error(`nobody could be taken: ${answer.status} ${await answer.text()}`);
      return Number(id);
    },
    say: async (id, words) => {
      live.send(JSON.stringify({ type: "typing", id }));
      const fields = { client_id: newClientId(), text: words };
      for (;;) {
        const { status } = await post(`/staff/conversation/${id}/send`, fields);
        if (status === 204) return;
        if (status !== 429) throw new Error(`a message of ${name} was refused: ${status}`);
        await Bun.sleep(patienceMs);
      }
    },
    close: () => live.close(),
  };
}
