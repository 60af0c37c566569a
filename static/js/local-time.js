// Adds the visitor's own wall time beside a time told in another zone.
// The page is complete without it: the program's zone and UTC are already written.
(() => {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const language = document.documentElement.lang || undefined;
  const wall = (at, timeZone) => at.toLocaleString("en", { timeZone });

  const describe = (at, otherDay) =>
    new Intl.DateTimeFormat(language, {
      ...(otherDay && { weekday: "long" }),
      hour: "numeric",
      minute: "2-digit",
      timeZoneName: "short",
      timeZone: zone,
    }).format(at);

  for (const time of document.querySelectorAll("time[data-local]")) {
    const at = new Date(time.dateTime);
    const target = time.closest(".when")?.querySelector(".local-time");
    const known = time.dataset.zone || "UTC";
    if (!target || Number.isNaN(at.valueOf()) || wall(at, zone) === wall(at, known)) continue;
    const day = (timeZone) => at.toLocaleDateString("en", { timeZone });
    target.textContent = `${time.dataset.local} ${describe(at, day(zone) !== day(known))}`;
    target.hidden = false;
  }
})();
