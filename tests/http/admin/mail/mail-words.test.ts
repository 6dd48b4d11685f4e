import { expect, test } from "vitest";
import { mailChanges } from "#src/http/admin/mail/mail.tsx";
import { translate } from "#src/i18n/i18n.ts";
import { type MailServer, setMailServer } from "#src/mail/server.ts";
import { house } from "#tests/support/house/helpline.ts";
import { act } from "#tests/support/house/http.ts";
import { serverAt } from "#tests/support/outside/post.ts";

test("a change of the mail server is said by what was and what is, with the alias and never a password", async () => {
  const home = await house();
  const set = (server: MailServer | null, password?: string) =>
    act(home, home.aino, (tx, emit) =>
      setMailServer(tx, emit, { server, ...(password === undefined ? {} : { password }) }),
    );
  await set(serverAt(2525));
  await set(serverAt(587, { host: "smtp.example.org", security: "tls", login: "lamp" }), "hush hush");
  await set(serverAt(587, { host: "smtp.example.org", security: "tls", login: "lamp" }), "other words");
  await set(null);
  const changes = mailChanges(translate("en"), home.helpline.db).reverse();
  expect(changes.map(({ words }) => words)).toEqual([
    ["Mail server: none → 127.0.0.1"],
    [
      "Server: 127.0.0.1 → smtp.example.org",
      "Port: 2525 → 587",
      "Encryption: None (localhost only) → TLS",
      "Username: none → lamp",
    ],
    ["Password entered again"],
    ["Mail server: smtp.example.org → none"],
  ]);
  expect(changes.map(({ who, first }) => [who, first])).toEqual([
    ["Robin", false],
    ["Robin", false],
    ["Robin", true],
    ["Robin", false],
  ]);
});
