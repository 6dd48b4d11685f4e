import { clientId } from "#lab/load/report/random.ts";
import type { House } from "#tests/support/house/helpline.ts";

/** Returns a young person's browser without a screen, at the app itself. */
export function browser(home: House) {
  const cookies = new Map<string, string>();
  async function ask(path: string, init: RequestInit = {}) {
    const headers = new Headers(init.headers);
    headers.set("Sec-Fetch-Site", "same-origin");
    if (cookies.size > 0) headers.set("Cookie", [...cookies].map((pair) => pair.join("=")).join("; "));
    const answer = await home.app.request(path, { ...init, headers });
    for (const line of answer.headers.getSetCookie()) {
      const [pair = ""] = line.split(";");
      const at = pair.indexOf("=");
      if (/max-age=0\b/i.test(line)) cookies.delete(pair.slice(0, at));
      else cookies.set(pair.slice(0, at), pair.slice(at + 1));
    }
    return { status: answer.status, text: await answer.text() };
  }
  const post = (path: string, form: Record<string, string>) =>
    ask(path, { method: "POST", body: new URLSearchParams(form) });
  return {
    get: (path: string) => ask(path),
    post,
    say: (text: string) => post("/send", { client_id: clientId(), text }),
    /** The fields of the door's form; null = no form. */
    door: async (language: string) => {
      const { text } = await ask(`/?l=${language}`);
      const fields = [...text.matchAll(/name="(client_id|rules|line)" value="(\w+)"/g)];
      const form: Record<string, string> = Object.fromEntries(fields.map((found) => [found[1]!, found[2]!]));
      return { form: form.client_id ? form : null };
    },
  };
}
