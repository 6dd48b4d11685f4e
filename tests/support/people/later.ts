import { expect } from "vitest";
import { linkState } from "#src/callback/link.ts";
import { ask } from "#src/callback/request.ts";
import { line } from "#src/hours/lines.ts";
import { doorOf } from "#src/queue/door/doors.ts";
import { open } from "#tests/support/house/helpline.ts";
import { type Post, post, sendsTo } from "#tests/support/outside/post.ts";
import { hour, houseWithHours, pass } from "#tests/support/states/youth/door.ts";
import type { TimedServer } from "#tests/support/states/youth/youth.ts";

/** A house that is open in the evening and can send mails, and the server that takes them. */
export interface WritingHouse extends TimedServer {
  post: Post;
}

/** The evening before, closed for an hour: 24 November 2026, 23:00 in Helsinki. */
export const lateEvening = Date.UTC(2026, 10, 24, 21);

/** Returns a house whose first line has the hours of `evenings`, at an instant (ms UTC) when no one is there. */
export async function houseThatWrites(at = lateEvening): Promise<WritingHouse> {
  const house = await houseWithHours(at);
  const mails = await post();
  await sendsTo(house, mails.port);
  const stop = async () => {
    await house.stop();
    await mails.close();
  };
  return { ...house, stop, post: mails };
}

/** Someone asks for a callback, without a browser. */
export async function asks({ helpline }: Pick<WritingHouse, "helpline">, address: string): Promise<void> {
  const input = { address, shared: "no", window: null, lineId: 1, language: "en", offered: "closed" } as const;
  await helpline.db.change("youth", (tx, emit) => ask(tx, emit, input));
}

/** It is the next evening, and Anna is there. */
export async function nextEvening(house: WritingHouse): Promise<void> {
  pass(house, 19.5 * hour);
  await open(house);
  const { db, clock } = house.helpline;
  expect(doorOf(db, line(db, 1)!, clock.now()).state).toBe("open");
}

/** Returns the path of the link in the newest mail to an address, once it has come. */
export async function linkTo(house: WritingHouse, address: string): Promise<string> {
  const mails = () => house.post.taken.filter(({ to }) => to.includes(address));
  await expect.poll(() => mails().length).toBeGreaterThan(0);
  const links = [...(mails().at(-1)!.read.text ?? "").matchAll(/https?:\/\/\S+/g)];
  expect(links).toHaveLength(1);
  return new URL(links[0]![0]).pathname;
}

/** Returns the state of a path's link. */
export const kindOf = ({ helpline: { db, clock } }: WritingHouse, path: string) =>
  linkState(db, path.split("/").at(-1)!, clock.now()).kind;
