import type { Figure } from "#lab/load/report/report.ts";
import type { Resolve } from "#src/outgoing/outgoing.ts";
import { asking, elsewhere, kindOf, names } from "#tests/support/browser/elsewhere.ts";
import { insideTargets } from "#tests/support/made/inside-targets.ts";

/** A18: no address of the directory leads inside; listeners at 127.0.0.1 and ::1 tell if one did. */
export async function inside(): Promise<Figure[]> {
  const there = await elsewhere();
  try {
    const { port } = there;
    const wrong: string[] = [];
    let asked = 0;
    const refused = async (name: string, work: Promise<unknown>) => {
      asked += 1;
      if ((await kindOf(work)) !== "private_address") wrong.push(name);
    };
    const addresses = insideTargets(port);
    for (const target of addresses) await refused(target, asking()(`http://${target}/`));
    const within = ["127.0.0.1", "::1", "::ffff:127.0.0.1", "10.0.0.1", "169.254.169.254", "fe80::1%eth0"];
    for (const address of within) {
      const ask = asking(names({ "host.example": ["127.0.0.7", address] }));
      await refused(`a name of ${address}`, ask(`http://host.example:${port}/`));
      there.serve = (_request, response) => response.writeHead(302, { location: `//to.example:${port}/` }).end();
      const led = asking(names({ "to.example": [address] }));
      await refused(`a redirect to ${address}`, led(`http://feed.example:${port}/`));
      there.forget();
    }
    // A name that resolves to another address each time.
    let turn = 0;
    const rebinding: Resolve = async () => [{ address: turn++ % 2 === 0 ? "127.0.0.7" : "127.0.0.1", family: 4 }];
    const ask = asking(rebinding);
    let reached = 0;
    for (let n = 0; n < 20; n += 1) {
      asked += 1;
      if ((await kindOf(ask(`http://rebinding.example:${port}/`))) === "answered") reached += 1;
    }
    return [
      {
        name: `A18: ${asked} targets inside, by address, name, redirect and rebinding`,
        got: `${there.connections} connections, ${wrong.length} not refused${wrong.length > 0 ? `: ${wrong.join(", ")}` : ""}`,
        aim: "0 connections",
        pass: there.connections === 0 && wrong.length === 0 && asked >= 30,
      },
      {
        name: "A18: the same name while it led outside",
        got: `${reached} of 20 answered`,
        aim: "10",
        pass: reached === 10,
      },
    ];
  } finally {
    there.close();
  }
}
