// Names what Django's admin leaves nameless to a screen reader: its search boxes and the empty heads of its tables.
(() => {
  const nameBox = (select) => {
    const label = document.querySelector(`label[for="${select.id}"]`);
    const box = select.parentElement.querySelector(".select2-selection");
    if (!label || !box) return;
    label.id ||= `${select.id}_label`;
    const shown = box.querySelector(".select2-selection__rendered");
    box.setAttribute("aria-labelledby", `${label.id} ${shown.id}`);
    shown.setAttribute("aria-labelledby", label.id);
  };
  const nameAll = () => {
    document.querySelectorAll("select.admin-autocomplete").forEach(nameBox);
    for (const head of document.querySelectorAll(".tabular thead th")) {
      if (!head.textContent.trim()) head.setAttribute("role", "presentation");
    }
  };
  nameAll();
  // The boxes are drawn by another script, and more come with each row that is added.
  new MutationObserver(nameAll).observe(document.body, { childList: true, subtree: true });
})();
