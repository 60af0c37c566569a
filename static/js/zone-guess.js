// Chooses the browser's own time zone in a form that asks for one, unless the person chose one before.
(() => {
  const zone = browserZone();
  const select = document.querySelector("select[data-guess]");
  if (select?.querySelector(`option[value="${CSS.escape(zone)}"]`)) select.value = zone;
})();
