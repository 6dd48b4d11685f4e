(() => {
  const room = document.getElementById("console");
  if (!room) return;
  let link = null;
  let told = false;
  function tell() {
    const on = document.getElementById("overview") !== null;
    if (on === told || link?.socket?.readyState !== WebSocket.OPEN) return;
    told = on;
    link.socket.send(JSON.stringify({ type: "above", on }));
  }
  document.addEventListener("htmx:ws:before:connection", ({ detail }) => {
    link = detail.connection;
    told = false;
  });
  for (const moment of ["htmx:ws:after:connection", "htmx:after:swap"]) document.addEventListener(moment, tell);
  // Someone needs to talk: the two notes of an arrival, and the mark in the top line is read out.
  const talk = () => Number(document.getElementById("inbox")?.dataset.talk ?? 0);
  let talked = talk();
  document.addEventListener("htmx:after:swap", () => {
    const before = talked;
    talked = talk();
    if (talked <= before) return;
    document.getElementById("arrived").textContent = document.getElementById("inbox").getAttribute("aria-label");
    document.dispatchEvent(new CustomEvent("signal", { detail: "colleagues" }));
  });
  room.addEventListener("click", ({ target }) => {
    if (target.closest("#to-overview") && document.getElementById("overview")) room.dataset.view = "panes";
  });
})();
