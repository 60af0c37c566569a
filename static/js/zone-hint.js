// Offers the browser's own time zone where none is chosen yet. Nothing changes until the person presses it.
(() => {
  const select = document.querySelector("select[name='time_zone']");
  const hint = document.getElementById("zone_hint");
  const zone = browserZone();
  if (!select || !hint || select.value === zone || !select.querySelector(`option[value="${CSS.escape(zone)}"]`)) return;
  const button = hint.querySelector("button");
  button.textContent = button.textContent.replace("{zone}", zone.replaceAll("_", " "));
  button.addEventListener("click", () => {
    select.value = zone;
    hint.hidden = true;
    select.focus();
  });
  hint.hidden = false;
})();
