import { expect } from "vitest";
import { jobs, runJob } from "#src/jobs.ts";
import { type House, password } from "#tests/support/house/helpline.ts";
import { type Person, person } from "#tests/support/house/http.ts";

/** Somebody of the staff signs in with their password, as they do: whoever may hold the team key opens or makes it by that. */
export async function comesOnShift(home: House, name: string, secret = password): Promise<Person> {
  const one = person(home);
  const answer = await one.post("/staff/sign-in", { name, password: secret });
  expect(answer.status).toBe(303);
  return one;
}

/** Time has passed: what is due is left to the team alone. */
export async function sealsOver(home: House): Promise<void> {
  await runJob(home.helpline, jobs.find(({ name }) => name === "chats that are the team's alone")!);
}

/** A key typed with one letter wrong, whatever letter was drawn there. */
export const mistyped = (secret: string) => (secret.startsWith("Q") ? "R" : "Q") + secret.slice(1);
