// Puts what is told about a field, that somebody kept their own words instead of mine, beside that field, where the page
// shows it.

function place() {
  const told = document.getElementById("replaced");
  for (const placed of document.querySelectorAll(".replaced[data-placed]")) {
    const fresh = told?.querySelector(`#${CSS.escape(placed.id)}`);
    if (fresh?.textContent === placed.textContent) fresh.remove();
    else placed.remove();
  }
  for (const notice of told?.querySelectorAll(".replaced") ?? []) {
    const field = document.getElementById(notice.dataset.at)?.closest(".field, td");
    if (!field) continue;
    notice.dataset.placed = "";
    field.append(notice);
  }
}

document.addEventListener("reuse:read", place);
place();
