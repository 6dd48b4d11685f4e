/** Opens a helpline at an origin for young people, as its first admin does; `cookie` is that admin's. */
export async function openHouse(origin: string, cookie: string): Promise<void> {
  const answer = await fetch(`${origin}/admin/open`, {
    method: "POST",
    body: new URLSearchParams({ opening: "open", anyway: "yes", based_on: "0", waiting: "0" }),
    headers: { Origin: origin, Cookie: cookie },
    redirect: "manual",
  });
  if (answer.status !== 303) throw new Error(`it did not open: ${answer.status} ${await answer.text()}`);
}

/** Returns an answer's cookies, as a browser sends them back. */
export function cookiesOf(answer: Response): string {
  return answer.headers
    .getSetCookie()
    .map((line) => line.split(";")[0])
    .join("; ");
}
