// `npm run bench -- first-visit`: bytes, requests and times of a first visit on three phones, and the cost of a chat of sixty
// messages. Budgets: lab/bench/first-visit/profiles.ts.
import { finish } from "#lab/load/report/report.ts";
import { youngSideName } from "./addresses.ts";
import { runApart } from "./apart.ts";
import { judge } from "./judge.ts";
import { measure } from "./measure.ts";

/** On a quiet machine it takes four minutes. */
const mostMs = 15 * 60_000;

const method = {
  namespaces:
    "two network namespaces with a line between them that holds every IP packet for its turn at the rate, then for half a round trip (lab/bench/first-visit/link.ts); no name is looked up",
  CDP: "Network.emulateNetworkConditions: each request waits a round trip; setting up connections, slow start and sockets are not slowed",
  phone: "Emulation.setCPUThrottlingRate",
  door: "HTTP/1.1 and TLS 1.3 with a certificate of its own, ended in a process before Porchlight",
};

const youngSide = process.env[youngSideName];
if (youngSide === undefined) process.exit(await runApart(mostMs));
const found = await measure(youngSide);
finish({ name: "first-visit", figures: judge(found), raw: { method, ...found } });
