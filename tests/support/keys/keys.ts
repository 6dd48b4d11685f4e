import { expect } from "vitest";
import { jobs, runJob } from "#src/jobs.ts";
import { type House, password } from "#tests/support/house/helpline.ts";
import { type Person, person } from "#tests/support/house/http.ts";

/** A member of staff signs in with their password, which opens or makes the team key if they may hold it. */
export async function comesOnShift(home: House, name: string, secret = password): Promise<Person> {
  const one = person(home);
  const answer = await one.post("/staff/sign-in", { name, password: secret });
  expect(answer.status).toBe(303);
  return one;
}

/** Lets time pass, so that what is due is sealed. */
export async function sealsOver(home: House): Promise<void> {
  await runJob(home.helpline, jobs.find(({ name }) => name === "chats that are the team's alone")!);
}

/** Returns a key with one wrong letter, whatever letter was there. */
export const mistyped = (secret: string) => (secret.startsWith("Q") ? "R" : "Q") + secret.slice(1);
