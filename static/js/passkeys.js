// Passkey buttons appear where the browser knows passkeys; a refusal is said beside them.
(() => {
  if (!window.PublicKeyCredential) return;
  for (const button of document.querySelectorAll("[data-passkey]")) button.hidden = false;
  document.addEventListener("allauth.error", (event) => {
    const problem = document.getElementById("passkey_problem");
    if (!problem) return;
    event.preventDefault();
    problem.hidden = false;
    problem.scrollIntoView({ block: "center" });
  });
})();
