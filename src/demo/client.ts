export interface Wire {
  get(path: string): Promise<Response>;
  post(path: string, fields: Record<string, string>): Promise<Response>;
  /** Resolves when the live channel is open; `closed` is called if it breaks off. */
  live(path: string, heard: (frame: string) => void, closed: () => void): Promise<WebSocket>;
}

/** Opens a made-up browser; `origin` is like http://localhost:8080, and `asScript` are the headers our own scripts send. */
export function openWire(origin: string, asScript: Record<string, string>): Wire {
  const cookies = new Map<string, string>();
  const headers = () => ({
    ...asScript,
    Origin: origin,
    Cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join("; "),
  });

  async function ask(path: string, more: RequestInit): Promise<Response> {
    const answer = await fetch(origin + path, { ...more, headers: headers(), redirect: "manual" });
    for (const line of answer.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line)!;
      if (value === "" || /max-age=0/i.test(line)) cookies.delete(name!);
      else cookies.set(name!, value!);
    }
    return answer;
  }

  return {
    get: (path) => ask(path, {}),
    post: (path, fields) => ask(path, { method: "POST", body: new URLSearchParams(fields) }),
    live: (path, heard, closed) =>
      new Promise((resolve, reject) => {
        const socket = new WebSocket(origin.replace(/^http/, "ws") + path, { headers: headers() });
        socket.onmessage = (event) => heard(String(event.data));
        socket.onopen = () => resolve(socket);
        socket.onclose = () => {
          reject(new Error("the live channel was refused"));
          closed();
        };
      }),
  };
}

/** Whether a socket can still send. */
export function isOpen(socket: WebSocket): boolean {
  return socket.readyState === WebSocket.OPEN;
}
