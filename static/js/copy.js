// A button that copies the text of the field it names. Without JavaScript the field can be selected by hand.
(() => {
  if (!navigator.clipboard) return;
  for (const button of document.querySelectorAll("[data-copy]")) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      const field = document.getElementById(button.dataset.copy);
      await navigator.clipboard.writeText(field.value);
      field.select();
      button.textContent = button.dataset.copied;
    });
  }
})();
