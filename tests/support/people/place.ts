import type { Page } from "playwright-core";

/** Returns the distance from the top of the screen, px. */
export async function place(of: Page, selector: string): Promise<number> {
  const box = await of.locator(selector).first().boundingBox();
  if (!box) throw new Error(`${selector} is not shown`);
  return box.y;
}

// As text: it runs in the page, with types this project does not have.
const seen = (selector: string) => `(() => {
  const { left, right, top, bottom } = document.querySelector(${JSON.stringify(selector)}).getBoundingClientRect();
  const at = (y) => document.elementFromPoint((left + right) / 2, y);
  const whole = [at(top + 3), at(bottom - 3)];
  return whole.every((one) => one !== null && one.closest(${JSON.stringify(selector)}) !== null);
})()`;

/** Returns whether all of something is on the screen, uncovered. */
export function onScreen(of: Page, selector: string): Promise<boolean> {
  return of.evaluate<boolean>(seen(selector));
}
