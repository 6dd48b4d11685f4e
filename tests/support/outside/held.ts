import type { Page } from "playwright-core";

/** Holds requests to an address until they are let go. */
export async function held(page: Page, address: string) {
  const wait = Promise.withResolvers<void>();
  const asked: string[] = [];
  await page.route(address, async (route) => {
    asked.push(route.request().url());
    await wait.promise;
    await route.continue().catch(() => {});
  });
  return { letGo: wait.resolve, asked };
}
