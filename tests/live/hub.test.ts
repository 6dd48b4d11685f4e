import { expect, test } from "vitest";
import { openHub, type Subscriber } from "#src/live/hub.ts";

function listener(session?: string): Subscriber & { got: string[]; closed: number } {
  const made = {
    got: [] as string[],
    closed: 0,
    send: (html: string) => made.got.push(html),
    close: () => {
      made.closed += 1;
    },
    ...(session ? { session } : {}),
  };
  return made;
}

test("one listener that fails is let go, and the others still hear everything", () => {
  const hub = openHub();
  const [broken, sam] = [listener(), listener()];
  broken.send = () => {
    throw new Error("closed stream");
  };
  hub.join("youth:1", broken);
  hub.join("youth:1", sam);
  hub.publish("youth:1", "a");
  hub.publish("youth:1", "b");
  expect(sam.got).toEqual(["a", "b"]);
  expect(broken.closed).toBe(1);
});

test("one of a session that fails keeps the others of it from nothing: they are told, and closed", () => {
  const hub = openHub();
  const [broken, whole] = [listener("s"), listener("s")];
  hub.join("staff:1", broken);
  hub.join("staff:1", whole);
  const fails = () => {
    throw new Error("closed stream");
  };
  broken.send = fails;
  hub.tell("s", "a");
  expect([whole.got, broken.closed]).toEqual([["a"], 1]);
  hub.join("staff:1", broken);
  broken.close = fails;
  hub.leave("staff:1", whole);
  hub.join("staff:1", whole);
  hub.close("s", "closed");
  expect(whole.closed).toBe(1);
});

test("what is published on a topic is heard by all who joined it, in order, and by nobody else", () => {
  const hub = openHub();
  const [noor, sam] = [listener(), listener()];
  hub.join("youth:1", noor);
  hub.join("youth:2", sam);
  hub.join("youth:1", noor);
  hub.publish("youth:1", "a");
  hub.publish("youth:1", "b");
  hub.publish("youth:3", "c");
  expect([noor.got, sam.got]).toEqual([["a", "b"], []]);
});

test("who leaves hears nothing more, and an empty topic is not heard", () => {
  const hub = openHub();
  const anna = listener();
  hub.join("staff:1", anna);
  hub.join("queue:en:claim", anna);
  hub.join("staff:12", anna);
  expect(["staff:", "queue:", "youth:"].map(hub.topics)).toEqual([["staff:1", "staff:12"], ["queue:en:claim"], []]);
  hub.leave("staff:1", anna);
  expect(hub.topics("staff:")).toEqual(["staff:12"]);
  expect([hub.heard("staff:1"), hub.heard("queue:en:claim")]).toEqual([false, true]);
  hub.leaveAll(anna);
  hub.leaveAll(anna);
  expect(["staff:", "queue:"].flatMap(hub.topics)).toEqual([]);
  hub.publish("queue:en:claim", "late");
  expect(anna.got).toEqual([]);
});

test("somebody who leaves or comes while a piece is sent disturbs nobody", () => {
  const hub = openHub();
  const [first, second, third] = [listener(), listener(), listener()];
  first.send = () => {
    hub.leaveAll(second);
    hub.join("t", third);
  };
  hub.join("t", first);
  hub.join("t", second);
  hub.publish("t", "one");
  expect([second.got, third.got]).toEqual([["one"], []]);
});

test("closing a session closes all its subscribers, on whatever topics, and only those", () => {
  const hub = openHub();
  const [one, two, other, young] = [listener("s1"), listener("s1"), listener("s2"), listener()];
  hub.join("staff:1", one);
  hub.join("queue:en:claim", one);
  hub.join("staff:1", two);
  hub.join("staff:1", other);
  hub.join("youth:1", young);
  hub.close("s1", "signed_out");
  expect([one, two, other, young].map((each) => each.closed)).toEqual([1, 1, 0, 0]);
});

test("what is closed hears nothing more, however long its closing takes", () => {
  const hub = openHub();
  const [slow, young] = [listener("s1"), listener()];
  slow.close = () => {
    hub.publish("staff:1", "while it closes");
  };
  hub.join("staff:1", slow);
  hub.join("youth:1", young);
  hub.close("s1", "password");
  hub.shut("youth:1");
  for (const topic of ["staff:1", "youth:1"]) hub.publish(topic, "afterwards");
  expect([slow.got, young.got]).toEqual([[], []]);
});

test("whoever may hear something else from now on looks for itself; one that cannot hears nothing more", () => {
  const hub = openHub();
  const [anna, bela, broken] = [listener(), listener(), listener()];
  anna.rejoin = () => {
    hub.leave("queue:1", anna);
    hub.join("queue:2", anna);
  };
  broken.rejoin = () => {
    throw new Error("the data cannot be read");
  };
  for (const one of [anna, bela, broken]) hub.join("queue:1", one);
  hub.rejoin();
  hub.publish("queue:1", "first line");
  hub.publish("queue:2", "second line");
  expect([anna.got, bela.got, broken.got]).toEqual([["second line"], ["first line"], []]);
  expect(broken.closed).toBe(1);
});
