// Times that stay true without asking the server: "6 min", and the moment itself on hover.
(() => {
  const language = document.documentElement.lang;
  const unit = (value, name) =>
    new Intl.NumberFormat(language, { style: "unit", unit: name, unitDisplay: "short" }).format(value);
  function words(ms) {
    const minutes = Math.max(0, Math.floor(ms / 60_000));
    if (minutes < 1) return `<${unit(1, "minute")}`;
    if (minutes < 60) return unit(minutes, "minute");
    return unit(Math.floor(minutes / 60), "hour") + (minutes % 60 ? ` ${unit(minutes % 60, "minute")}` : "");
  }
  function tick() {
    const now = Date.now();
    for (const time of document.querySelectorAll("time[data-at]")) {
      const at = Number(time.dataset.at);
      const says = words(now - at);
      if (time.textContent !== says) time.textContent = says;
      time.title ||= new Date(at).toLocaleString(language, { dateStyle: "short", timeStyle: "short" });
    }
  }
  for (const moment of ["htmx:after:swap", "painted"]) document.addEventListener(moment, tick);
  setInterval(tick, 15_000);
  tick();
})();
