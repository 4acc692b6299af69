// What the ticks of a form[data-try] ask for is shown at once, and its address says it. A form[data-opens] opens what
// there is to say about a choice once it is made.

document.addEventListener("change", ({ target }) => {
  if (target.form?.matches("[data-try]")) show(target.form);
  if (target.matches("select") && target.form?.matches("[data-opens]")) target.form.querySelector("details").open = true;
});

async function show(form) {
  const url = new URL(form.action);
  url.search = new URLSearchParams(new FormData(form));
  history.replaceState(null, "", url);
  const answer = await fetch(url).catch(() => null);
  const text = answer?.ok && (await answer.text().catch(() => null));
  // Whoever has ticked something else meanwhile sees only that.
  if (location.href !== url.href) return;
  if (typeof text !== "string") return form.requestSubmit();
  document.dispatchEvent(new CustomEvent("reuse:page", { detail: text }));
  document.getElementById("tried-says").textContent = document.getElementById("tried").dataset.said;
}
