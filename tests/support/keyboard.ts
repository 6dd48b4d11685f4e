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
    marked: !lost && (ring(one) || (one.matches("textarea") && one.closest(".compose") !== null && ring(one.closest(".compose")))),
    inView,
  };
})()`;

/** The focus, which must be on something, marked and not covered. */
export async function focusSeen(of: Page): Promise<string> {
  const found = await of.evaluate<Focus>(ask);
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
