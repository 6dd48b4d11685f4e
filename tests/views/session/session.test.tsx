import { expect, test } from "vitest";
import type { Role } from "#src/events.ts";
import { languages } from "#src/i18n/i18n.ts";
import { Invalid } from "#views/session/invalid.tsx";
import { StaffRefused } from "#views/session/refused.tsx";
import { SignIn } from "#views/session/sign-in.tsx";
import { SetUp } from "#views/session/welcome.tsx";
import { frame } from "../counsellor/sample.tsx";

const guest = frame("en", { me: null });

test("sign-in: a password manager knows the fields, and a real helpline shows no passwords", () => {
  const html = String(<SignIn frame={guest} error={null} signInName="mika" demo={null} />);
  expect(html).toContain('autocomplete="username"');
  expect(html).toContain('autocomplete="current-password"');
  expect(html).toContain('value="mika"');
  expect(html).not.toContain("demo");
  expect(html).not.toContain("<script");
});

test("sign-in: an error is announced", () => {
  const html = String(<SignIn frame={guest} error="Not right." signInName="" demo={null} />);
  expect(html).toMatch(/role="alert"[^>]*>Not right\./);
});

test("sign-in in the demo: one step for each person", () => {
  const roles: Role[] = ["counsellor", "admin"];
  const people = [{ name: "mika", alias: "Mika", roles, password: "four words go here" }];
  const html = String(<SignIn frame={guest} error={null} signInName="" demo={people} />);
  expect(html).toContain("counsellor and admin");
  expect(html).toContain("four words go here");
  expect(html).toContain("Enter as Mika");
});

test("set-up: each error stands at its field, what was typed stays, the password does not", () => {
  const html = String(
    <SetUp
      frame={guest}
      token="a/b"
      roles={["counsellor"]}
      errors={{ alias: "Somebody has this name." }}
      values={{ alias: '"Mika"', language: "fr" }}
      first={false}
      passwordLeast={16}
    />,
  );
  expect(html).toContain('action="/staff/welcome/a%2Fb"');
  expect(html).toMatch(/id="alias"[^>]*value="&quot;Mika&quot;"[^>]*aria-invalid="true"/);
  expect(html).toContain('id="alias-wrong"');
  expect(html).toMatch(/value="fr" checked/);
  expect(html).not.toMatch(/type="password"[^>]*value=/);
  expect(html).toContain("At least 16 characters");
  expect(html).toMatch(/type="password"[^>]*minlength="16"/);
  expect(html).not.toContain('name="helpline"');
});

test("set-up of the first account also names the helpline", () => {
  const fresh = { frame: guest, token: "t", errors: {}, values: {}, first: true, passwordLeast: 15 };
  const html = String(<SetUp {...fresh} roles={["admin"]} />);
  expect(html).toContain('name="helpline"');
  expect(html).toContain("Neutral is safer");
});

test.each(languages)("a used link and a refusal are said plainly in %s, with a way on", (language) => {
  const outside = frame(language, { me: null });
  expect(String(<Invalid frame={outside} />)).toContain('href="/staff/sign-in"');
  const refused = String(<StaffRefused frame={frame(language)} sentence="<No>" />);
  expect(refused).toContain('data-refused="">&lt;No&gt;</p>');
  expect(refused).toContain('href="/staff"');
});

test("a fault everybody has to know about stands on every page", () => {
  const html = String(<Invalid frame={frame("en", { notice: "The key is missing." })} />);
  expect(html).toContain("The key is missing.");
});
