import type { Page } from "playwright-core";
import { expect } from "vitest";

/** What has the focus now, and whether a person can see that it has it. */
interface Focus {
  what: string;
  lost: boolean;
  marked: boolean;
  inView: boolean;
}

// As text: it runs in the page. A mark is an outline or a shadow ring, its own or, in the console, of the box around the field.
const ask = `(() => {
  const one = document.activeElement;
  const lost = !one || one === document.body || one === document.documentElement;
  const ring = (at) => {
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(at);
    return (outlineStyle !== "none" && parseFloat(outlineWidth) >= 2) || boxShadow !== "none";
  };
  const box = lost ? { left: 0, top: 0, width: 0, height: 0 } : one.getBoundingClientRect();
  const points = [[0.5, 0.5], [0.1, 0.5], [0.9, 0.5], [0.5, 0.15], [0.5, 0.85]];
  const inView = points.some(([x, y]) => {
    const top = document.elementFromPoint(box.left + box.width * x, box.top + box.height * y);
    return top !== null && (one.contains(top) || top.contains(one));
  });
  return {
    what: lost ? "nothing" : one.tagName + "#" + one.id + "." + one.className,
    lost,
    marked: !lost && [one, one.closest("textarea")?.closest(".compose")].some((at) => at && ring(at)),
    inView,
  };
})()`;

/** The focus, which must be on something, marked and not covered; in a frame, on something there or on the frame itself. */
export async function focusSeen(of: Page): Promise<string> {
  const frame = await (await of.evaluateHandle("document.activeElement")).asElement()?.contentFrame();
  const inside = await frame?.evaluate<Focus>(ask);
  const found = inside && !inside.lost ? inside : await of.evaluate<Focus>(ask);
  expect(found).toEqual({ what: found.what, lost: false, marked: true, inView: true });
  return found.what;
}

/** Tabs until `wanted` has the focus; every stop on the way must be seen. Gives the stops. */
export async function tabTo(of: Page, wanted: string, most = 40): Promise<string[]> {
  const stops: string[] = [];
  for (let n = 0; n < most; n++) {
    await of.keyboard.press("Tab");
    const { lost } = await of.evaluate<Focus>(ask);
    // After the last stop the browser itself has the focus once.
    if (!lost) stops.push(await focusSeen(of));
    if (await of.locator(`${wanted}:focus`).count()) return stops;
  }
  throw new Error(`Tab never came to ${wanted}, only to ${stops.join(", ")}`);
}

// As text: it runs in the page. Everything Tab can come to, in the order it stands in; of radio buttons the chosen one.
const list = `(() => {
  const all = [...document.querySelectorAll("a[href], button, input, select, textarea, summary, iframe")];
  const isChosen = (one) => {
    if (one.type !== "radio") return true;
    const group = [...document.querySelectorAll("[type=radio]")].filter((each) => each.name === one.name);
    return one === (group.find((each) => each.checked) ?? group[0]);
  };
  globalThis.controls = all.filter((one) =>
    one.type !== "hidden" && !one.disabled && one.tabIndex >= 0 && isChosen(one) && one.checkVisibility());
  return controls.map((one) => one.tagName + "#" + one.id + " " + (one.name || one.textContent.trim() || one.value));
})()`;

// Whether what has the focus is one of them, by its number, and whether what sticks to the foot of the screen lies over it.
const where = `(() => {
  const one = document.activeElement;
  const bar = document.querySelector(".save");
  const [own, over] = [one.getBoundingClientRect(), bar?.getBoundingClientRect()];
  const meets = (from, to) => own[to] > over[from] + 1 && own[from] < over[to] - 1;
  const isOver = over && !bar.contains(one) && meets("top", "bottom") && meets("left", "right");
  return { at: controls.indexOf(one), isFrame: one.tagName === "IFRAME", isOver: Boolean(isOver) };
})()`;

/**
 * Tabs through a whole page, from its beginning until the browser itself has the focus: every control is come to once, in the
 * order in which it stands in the page, seen and marked, and nothing lies over it. Gives their names.
 */
export async function walk(of: Page): Promise<string[]> {
  const names = await of.evaluate<string[]>(list);
  const stops: number[] = [];
  // A frame has stops of its own inside.
  const most = names.length + 100;
  while (stops.length < most) {
    await of.keyboard.press("Tab");
    const { lost } = await of.evaluate<Focus>(ask);
    if (lost) break;
    const { at, isFrame, isOver } = await of.evaluate<{ at: number; isFrame: boolean; isOver: boolean }>(where);
    const what = await focusSeen(of);
    if (isFrame && stops.at(-1) === at) continue;
    stops.push(at);
    // A frame may be higher than the screen.
    expect({ what, isOver: isOver && !isFrame }).toEqual({ what, isOver: false });
  }
  expect(stops.filter((at) => at >= 0).map((at) => names[at])).toEqual(names);
  return names;
}
