import { expect, test } from "vitest";
import { readMailForm } from "#src/http/admin/mail/mail-form.ts";

const right = { host: "smtp.example.org", port: "587", security: "starttls", sender: "a@example.org", name: "Lantern" };
const wrongIn = (changes: Record<string, string>) => Object.keys(readMailForm({ ...right, ...changes }).wrong);

test("a server by its name, by its number, and one of a network of one’s own can stand", () => {
  for (const host of ["smtp.example.org", "10.0.0.5", "fd00::5", "mail", "localhost"]) {
    expect(wrongIn({ host }), host).toEqual([]);
  }
  expect(readMailForm({ ...right, host: "köln.example" }).server.host).toBe("xn--kln-sna.example");
});

test("without protection a mail goes to this machine alone", () => {
  for (const host of ["localhost", "127.0.0.1", "::1"]) expect(wrongIn({ host, security: "none" }), host).toEqual([]);
  for (const host of ["mail", "10.0.0.5", "localhost.example.org", "127.0.0.1.example.org"]) {
    expect(wrongIn({ host, security: "none" }), host).toEqual(["security"]);
  }
});

test("a port is one that mail servers listen at, or one that is anybody’s: no other service of a network is asked", () => {
  for (const port of ["25", "26", "465", "587", "1024", "2525", "65535"]) expect(wrongIn({ port }), port).toEqual([]);
  for (const port of ["", "0", "22", "80", "110", "143", "443", "1023", "65536", "2525x"]) {
    expect(wrongIn({ port }), port).toEqual(["port"]);
  }
});

test("what is none of these is refused where it stands", () => {
  expect(wrongIn({ host: "a b", port: "65536", security: "ssl", login: "a\nb", sender: "x", name: "." })).toEqual([
    ...["host", "port", "security", "login", "sender", "name"],
  ]);
});
