import { expect, test } from "vitest";
import type { Role } from "#src/events.ts";
import { languages } from "#src/i18n/i18n.ts";
import { frame } from "#tests/views/counsellor/sample.tsx";
import { FirstRun } from "#views/session/first-run.tsx";
import { Invalid } from "#views/session/invalid.tsx";
import { StaffRefused } from "#views/session/refused.tsx";
import { SignIn } from "#views/session/sign-in.tsx";
import { SetUp } from "#views/session/welcome.tsx";

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
  expect(html).toContain("Sign in as Mika");
});

const fresh = {
  frame: guest,
  token: "t",
  errors: {},
  values: {},
  language: "en",
  warned: "",
  passwordLeast: 15,
  hasMail: true,
} as const;

test("set-up: each error stands at its field and at the top, what was typed stays, the password does not", () => {
  const html = String(
    <SetUp
      {...fresh}
      token="a/b"
      roles={["counsellor"]}
      errors={{ alias: "Somebody has this name." }}
      values={{ alias: '"Mika"', languages: "nl en" }}
      language="fr"
      first={false}
      passwordLeast={16}
    />,
  );
  expect(html).toContain('action="/staff/welcome/a%2Fb" data-draft="/staff/welcome/a%2Fb/draft"');
  expect(html).toMatch(/id="alias"[^>]*value="&quot;Mika&quot;"[^>]*aria-invalid="true"/);
  expect(html).toContain('id="alias-wrong"');
  expect(html).toContain('<a href="#alias">Name young people see: Somebody has this name.</a>');
  expect(html.match(/type="radio" name="language" value="(\w+)" checked/g)).toEqual([
    'type="radio" name="language" value="fr" checked',
  ]);
  expect(html.match(/type="checkbox" name="languages" value="\w+" checked/g)).toHaveLength(2);
  expect(html).not.toMatch(/type="password"[^>]*value=/);
  expect(html).toContain("At least 16 characters");
  expect(html).toMatch(/type="password"[^>]*minlength="16"/);
  expect(html).not.toContain('name="helpline"');
});

test("set-up: the languages of the chats are that of the pages until others are ticked; none is an answer too", () => {
  const ticked = (values: object) =>
    String(<SetUp {...fresh} roles={["counsellor"]} first={false} values={values} />).match(
      /name="languages" value="\w+" checked/g,
    );
  expect(ticked({})).toEqual(['name="languages" value="en" checked']);
  expect(ticked({ languages: "" })).toBeNull();
});

test("the first account: named and spoken to as the page before was answered, with a way back to it", () => {
  const values = { helpline: "Night porch" };
  const html = String(<SetUp {...fresh} first roles={["counsellor", "supervisor", "admin"]} values={values} />);
  expect(html).toContain('type="hidden" name="helpline" value="Night porch"');
  expect(html).toContain("This is a weak spot");
  expect(html).toMatch(/counsellor, supervisor,? and admin/);
  expect(html).toMatch(/name="do" value="back"/);
  expect(html).not.toContain('type="radio"');
});

test("the very first page: language and name; Enter in the name goes on", () => {
  const html = String(
    <FirstRun
      frame={guest}
      token="t"
      errors={{}}
      helpline={undefined}
      place={{ countries: ["EU"], country: "EU", zones: ["Europe/Brussels"], zone: "Europe/Brussels", isGuess: true }}
    />,
  );
  expect(html).toContain("A neutral name such as “Chat” is safer.");
  expect(html.match(/<button[^>]*value="\w+"/g)![0]).toContain('value="next"');
  expect(html).not.toContain("password&quot;");
});

test.each(languages)("a used link and a refusal are said plainly in %s, with a way on", (language) => {
  const outside = frame(language, { me: null });
  expect(String(<Invalid frame={outside} />)).toContain('href="/staff/sign-in"');
  const refused = String(<StaffRefused frame={frame(language)} sentence="<No>" />);
  expect(refused).toContain('data-refused="">&lt;No&gt;</p>');
  expect(refused).toContain('href="/staff"');
});

test("a fault everybody has to know about stands on every page", () => {
  const html = String(<Invalid frame={frame("en", { notices: ["The key is missing."] })} />);
  expect(html).toContain("The key is missing.");
});
