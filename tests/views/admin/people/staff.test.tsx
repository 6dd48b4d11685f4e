import { expect, test } from "vitest";
import type { Role } from "#src/events.ts";
import type { GivenLink } from "#src/staff/accounts/given-links.ts";
import { roles } from "#src/staff/permissions.ts";
import { frame, now, zone } from "#tests/views/counsellor/sample.tsx";
import { StaffList, type StaffListProps } from "#views/admin/people/staff.tsx";

const people: StaffListProps["people"] = [
  {
    id: 1,
    alias: "Mika",
    realName: "Marie K.",
    roles: ["counsellor", "admin"],
    languages: ["en"],
    lines: [],
    available: true,
  },
  {
    id: 2,
    alias: "Luna",
    realName: "Lotte V.",
    roles: ["supervisor"],
    languages: ["fr"],
    lines: ["Night"],
    available: false,
  },
];

const nothing: StaffListProps = {
  frame: frame(),
  people,
  lead: null,
  closed: [],
  invitation: null,
  links: [],
  zone,
  roles,
  chosen: ["counsellor"],
  forWhom: "",
  address: "",
  mailReady: false,
  mailed: false,
  errors: {},
  refused: null,
};

test("who is here: name, roles in words, available or not, each with a page of their own", () => {
  const html = String(<StaffList {...nothing} />);
  for (const word of ["Mika", "counsellor and admin", "Available", "Luna", "Away"]) expect(html).toContain(word);
  expect(html).toMatch(/href="\/admin\/staff" aria-current="page"/);
  expect(html).toContain('<a href="/admin/staff/2">Luna</a>');
  expect(html).not.toContain('id="invitation"');
  expect(html).not.toContain("Closed accounts");
});

test("an invitation: each role can be chosen, the plainest one is chosen at first", () => {
  const html = String(<StaffList {...nothing} />);
  expect(html).toContain('method="post" action="/admin/staff/invite"');
  for (const role of roles) expect(html).toContain(`name="roles" value="${role}"`);
  expect(html.match(/ checked/g)).toHaveLength(1);
});

test("the link of an invitation is shown with its code, with what it does and for how long", () => {
  const given: Role[] = ["counsellor"];
  const matrix = [[true, false]];
  const link = "https://chat.example/staff/welcome/abc";
  const invitation = { link, matrix, isHere: false, roles: given, hours: 24 };
  const html = String(<StaffList {...nothing} invitation={invitation} />);
  expect(html).toContain('value="https://chat.example/staff/welcome/abc"');
  expect(html).toContain("for 24 hours");
  expect(html).toContain('<path d="M0 0h1v1h-1z"');
  expect(html).not.toContain("PUBLIC_ADDRESS");
  // One that leads to this machine only is no use to a phone.
  expect(String(<StaffList {...nothing} invitation={{ ...invitation, isHere: true }} />)).toContain("PUBLIC_ADDRESS");
});

test("links given out: what for, until when, whether used; only an open one can be withdrawn, in two steps", () => {
  const nobody = { usedBy: null, mail: null, forAlias: null, madeBy: null, forWhom: null };
  const link: GivenLink = { ...nobody, id: 7, roles: ["admin"], expiresAt: now, madeBy: "Robin", forWhom: "Lena" };
  const links = [link, { ...link, id: 8, usedBy: "Fox" }, { ...link, id: 9, roles: [], forAlias: "Luna" }];
  const html = String(<StaffList {...nothing} links={links} />);
  for (const words of [
    "New account: admin",
    "Used by Fox.",
    "New password for Luna",
    "15 January 2026",
    "Created by Robin.",
    "For Lena.",
  ]) {
    expect(html).toContain(words);
  }
  expect(html.match(/name="link" value="\d"/g)).toEqual(['name="link" value="7"', 'name="link" value="9"']);
  expect(html).toMatch(/<details[^>]*><summary[^>]*>Withdraw<\/summary><form[^>]*>.*?name="link" value="7"/);
});

test("a closed account stands apart, and leads to its page", () => {
  const html = String(<StaffList {...nothing} closed={[{ id: 3, alias: "Owl", realName: "Olga" }]} />);
  expect(html).toContain("Closed accounts");
  expect(html).toContain('<a href="/admin/staff/3">Owl</a>');
});

test("a refusal is announced", () => {
  const html = String(<StaffList {...nothing} refused="Choose one." />);
  expect(html).toMatch(/role="alert"[^>]*>Choose one\./);
});
