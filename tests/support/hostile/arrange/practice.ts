import { newClientId } from "#src/crypto/hash.ts";
import { listNames } from "#src/practice/writing/sheet.ts";
import { practice } from "#src/training/practice-chat.ts";
import { openGuestLink, startPractice } from "#src/training/practising.ts";
import { act, clientId } from "#tests/support/house/http.ts";
import { draftBegun } from "#tests/training/in-practice.ts";
import type { Scene } from "../scene.ts";

async function practising({ line }: Scene, way: "alone" | "colleague"): Promise<number> {
  const of = { startId: clientId(), scenario: "home-brother", language: "en", way } as const;
  return act(line, line.anna, (tx, emit) => startPractice(tx, emit, { ...of, member: line.anna }));
}

/** Anna has begun a practice chat. */
export async function annaPractises(at: Scene) {
  return { id: String(await practising(at, "alone")) };
}

/** A colleague has opened the link to one. */
export async function kimPlays(at: Scene) {
  const { line } = at;
  const id = await practising(at, "colleague");
  const secret = newClientId();
  const found = practice(line.helpline.db, id)!;
  await act(line, line.anna, (tx, emit) => openGuestLink(tx, emit, { practice: found, secret }));
  return { token: `${id}.${secret}` };
}

/** Aino has begun to write a scenario: a short one, so that its form has few fields. */
export async function ainoWrites({ line }: Scene) {
  return {
    id: await draftBegun(line, ({ lists }) => {
      for (const name of listNames) lists[name] = lists[name].slice(0, 1);
    }),
  };
}
