import type { Page } from "playwright-core";
import { expect } from "vitest";

interface Focus {
  what: string;
  lost: boolean;
  marked: boolean;
  inView: boolean;
  /** It is a frame, whose content may have the focus. */
  isFrame: boolean;
  isWanted: boolean;
}

// As text, for the page. A mark is an outline or a shadow ring, its own or, in the console, of the box around the field.
const ask = (wanted = ":not(*)") => `(() => {
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
    isFrame: !lost && one.tagName === "IFRAME",
    isWanted: !lost && one.matches(${JSON.stringify(wanted)}),
  };
})()`;

/** Returns the focus, which must be on something, marked and uncovered; in a frame, inside it or on the frame. */
export async function focusSeen(of: Page): Promise<string> {
  return seen(of, await of.evaluate<Focus>(ask()));
}

async function seen(of: Page, focus: Focus): Promise<string> {
  const inside = focus.isFrame ? await focusInside(of) : undefined;
  // A preview gives way to the next one, with whatever had the focus in it.
  if (focus.isFrame && !inside && (await of.evaluate<Focus>(ask())).lost) return focus.what;
  const { what, lost, marked, inView } = inside && !inside.lost ? inside : focus;
  expect({ what, lost, marked, inView }).toEqual({ what, lost: false, marked: true, inView: true });
  return what;
}

async function focusInside(of: Page): Promise<Focus | undefined> {
  const frame = await (await of.evaluateHandle("document.activeElement")).asElement()?.contentFrame();
  const focus = frame?.evaluate<Focus>(ask());
  // Its page may be loading anew just then.
  return focus?.catch(() => (frame!.isDetached() ? undefined : focusInside(of)));
}

/** Nothing is on its way or being painted: until then the console takes no letter for one of its keys. */
const busy = "[aria-busy], .htmx-request, .htmx-swapping, .htmx-settling, .htmx-added";
export const settled = (of: Page) => expect.poll(() => of.locator(busy).count()).toBe(0);

/** Waits until `wanted` has the focus and nothing moves. */
export async function focused(of: Page, wanted: string): Promise<void> {
  await settled(of);
  const is = `(() => {
    const { id, tagName, className } = document.activeElement;
    return document.activeElement.matches(${JSON.stringify(wanted)}) ? ${JSON.stringify(wanted)} : [tagName, id, className].join(" ");
  })()`;
  await expect.poll(() => of.evaluate<string>(is)).toBe(wanted);
}

/** Tabs until `wanted` has the focus, with every stop visible. Returns the stops. */
export async function tabTo(of: Page, wanted: string, most = 40): Promise<string[]> {
  const stops: string[] = [];
  for (let n = 0; n < most; n++) {
    await of.keyboard.press("Tab");
    const focus = await of.evaluate<Focus>(ask(wanted));
    // After the last stop the browser itself has the focus once.
    if (!focus.lost) stops.push(await seen(of, focus));
    if (focus.isWanted) return stops;
  }
  throw new Error(`Tab never came to ${wanted}, only to ${stops.join(", ")}`);
}

// As text, for the page. Everything Tab can reach, in page order; of radio buttons the chosen one.
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

// What has the focus, its number, and whether what sticks to the bottom covers it.
const where = `(() => {
  const focus = ${ask()};
  if (focus.lost) return { at: -1, isOver: false, focus };
  const one = document.activeElement;
  const bar = document.querySelector(".save");
  const [own, over] = [one.getBoundingClientRect(), bar?.getBoundingClientRect()];
  const meets = (from, to) => own[to] > over[from] + 1 && own[from] < over[to] - 1;
  const isOver = over && !bar.contains(one) && meets("top", "bottom") && meets("left", "right");
  return { at: controls.indexOf(one), isOver: Boolean(isOver), focus };
})()`;

/** Tabs through a whole page: each control comes once, in page order, marked and uncovered. Returns their names. */
export async function walk(of: Page): Promise<string[]> {
  const names = await of.evaluate<string[]>(list);
  const stops: number[] = [];
  // A frame has stops of its own inside.
  const most = names.length + 100;
  while (stops.length < most) {
    await of.keyboard.press("Tab");
    const { at, isOver, focus } = await of.evaluate<{ at: number; isOver: boolean; focus: Focus }>(where);
    const { lost, isFrame } = focus;
    if (lost) break;
    const what = await seen(of, focus);
    if (isFrame && stops.at(-1) === at) continue;
    stops.push(at);
    // A frame may be higher than the screen.
    expect({ what, isOver: isOver && !isFrame }).toEqual({ what, isOver: false });
  }
  expect(stops.filter((at) => at >= 0).map((at) => names[at])).toEqual(names);
  return names;
}
