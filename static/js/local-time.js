// Adds the visitor's own wall time beside a time told in another zone.
// The page is complete without it: the roundtable's zone and UTC are already written.
(() => {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const language = document.documentElement.lang || undefined;
  const wall = (at, timeZone) => at.toLocaleString("en", { timeZone });
  const day = (at, timeZone) => at.toLocaleDateString("en", { timeZone });

  const tell = (at, weekday) =>
    new Intl.DateTimeFormat(language, {
      ...(weekday && { weekday }),
      hour: "numeric",
      minute: "2-digit",
      timeZoneName: "short",
      timeZone: zone,
    }).format(at);

  for (const time of document.querySelectorAll("time[data-local]")) {
    const at = new Date(time.dateTime);
    const there = time.dataset.zone;
    const own = time.parentElement.querySelector(".local-time");
    // A zone the reader chose is better than the browser's.
    if (!own || "chosen" in own.dataset || wall(at, zone) === wall(at, there)) continue;
    own.textContent = `${time.dataset.local} ${tell(at, day(at, zone) !== day(at, there) && "long")}`;
  }
})();
