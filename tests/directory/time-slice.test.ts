import { expect, test } from "vitest";
import { fileInTurn, inSlices } from "#src/directory/time-slice.ts";

/** Works for so many pieces of 4 ms, and notes how long it really did. */
function* work(pieces: number, note: (ms: number) => void) {
  for (let n = 0; n < pieces; n += 1) {
    const from = performance.now();
    while (performance.now() - from < 4);
    note(performance.now() - from);
    yield;
  }
}

test("A8: however many do long work at once, all of them together leave as much free as they take", async () => {
  let busy = 0;
  const note = (ms: number) => {
    // Nobody rests for longer than this, however long the machine was about other things.
    busy += Math.min(ms, 20);
  };
  const from = performance.now();
  await Promise.all(Array.from({ length: 10 }, () => inSlices(work(6, note))));
  expect(busy).toBeGreaterThan(200);
  // The first pieces come before anybody has rested, and after the last nobody does.
  expect(performance.now() - from).toBeGreaterThan(busy * 1.6);
});

test("A8: files are made one after the other, in the order they were asked for, and one that fails keeps nobody from theirs", async () => {
  const heard: string[] = [];
  const made = (name: string) =>
    fileInTurn(async () => {
      heard.push(`${name} begins`);
      await inSlices(work(2, () => {}));
      if (name === "Béla's") throw new Error("planted");
      heard.push(`${name} is made`);
      return name;
    });
  const [aino, bela, anna] = await Promise.allSettled(["Aino's", "Béla's", "Anna's"].map(made));
  expect(heard).toEqual(["Aino's begins", "Aino's is made", "Béla's begins", "Anna's begins", "Anna's is made"]);
  expect([aino!.status, bela!.status, anna!.status]).toEqual(["fulfilled", "rejected", "fulfilled"]);
});
