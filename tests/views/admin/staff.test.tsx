import { expect, test } from "vitest";
import type { Role } from "#src/events.ts";
import { roles } from "#src/staff/permissions.ts";
import { StaffList, type StaffListProps } from "#views/admin/staff.tsx";
import { frame } from "../counsellor/sample.tsx";

const people: StaffListProps["people"] = [
  { id: 1, alias: "Mika", realName: "Marie K.", roles: ["counsellor", "admin"], available: true },
  { id: 2, alias: "Luna", realName: "Lotte V.", roles: ["supervisor"], available: false },
];

test("who is here: name, roles in words, available or not", () => {
  const html = String(<StaffList frame={frame()} people={people} invitation={null} roles={roles} />);
  for (const word of ["Mika", "counsellor and admin", "Available", "Luna", "Away"]) expect(html).toContain(word);
  expect(html).toMatch(/href="\/admin\/staff" aria-current="page"/);
  expect(html).not.toContain('id="invitation"');
});

test("an invitation: each role can be chosen, the plainest one is chosen at first", () => {
  const html = String(<StaffList frame={frame()} people={people} invitation={null} roles={roles} />);
  expect(html).toContain('method="post" action="/admin/staff/invite"');
  for (const role of roles) expect(html).toContain(`name="roles" value="${role}"`);
  expect(html.match(/ checked/g)).toHaveLength(1);
});

test("the link of an invitation is shown with what it does and for how long", () => {
  const given: Role[] = ["counsellor"];
  const invitation = { link: "https://chat.example/staff/welcome/abc", roles: given, hours: 24 };
  const html = String(<StaffList frame={frame()} people={people} invitation={invitation} roles={roles} />);
  expect(html).toContain('value="https://chat.example/staff/welcome/abc"');
  expect(html).toContain("for 24 hours");
});

test("a refusal is announced", () => {
  const html = String(
    <StaffList frame={frame()} people={people} invitation={null} roles={roles} error="Choose one." />,
  );
  expect(html).toMatch(/role="alert">Choose one\./);
});
