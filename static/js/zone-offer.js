// Offers a visitor who chose no time zone the one of this browser. Nothing changes until the link is followed.
(() => {
  const link = document.querySelector("a[data-zone-offer]");
  const zone = browserZone();
  if (!link || !zone || zone === link.dataset.zoneOffer) return;
  const city = zone.slice(zone.indexOf("/") + 1).replaceAll("_", " ");
  link.href += encodeURIComponent(zone);
  link.textContent = link.textContent.replace("{zone}", city);
  link.parentElement.hidden = false;
})();
