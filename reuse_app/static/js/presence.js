// Says how many are here, has a page that tells where they are look again, and shows a name beside a field that somebody
// else is in; moves nothing and says nothing aloud.

const PAUSE_BETWEEN = 3000;
const AGAIN_AFTER = 10000;
const page = document.body.dataset;
let now = { here: 1, places: {} };
let told = "";
let toldAt = 0;
let saying;

function show() {
  const count = document.getElementById("presence");
  if (count) count.textContent = now.here > 1 ? `${now.here} here` : "";
  for (const [place, names] of Object.entries(now.places)) {
    const label = Object.assign(document.createElement("span"), { className: "somebody", ariaHidden: "true" });
    label.textContent = names.length > 1 ? `${names[0]} +${names.length - 1}` : names[0];
    controlAt(place)?.parentElement.append(label);
  }
}

function clear() {
  document.querySelectorAll(".somebody").forEach((label) => label.remove());
  const count = document.getElementById("presence");
  if (count) count.textContent = "";
}

function controlAt(place) {
  const [form, name] = place.split("/");
  const controls = document.forms[form]?.elements ?? [];
  return [...controls].find((control) => control.name === name && control.type !== "hidden");
}

function ownPlace() {
  const { form, name } = document.activeElement;
  return form?.matches("[data-save]") && name ? `${form.id}/${name}` : "";
}

// Whoever is alone tells nobody; a field is told at most once in three seconds, and again while it is written in.
function tell() {
  if (!page.presence || now.here < 2 || saying) return;
  saying = setTimeout(send, Math.max(0, toldAt + PAUSE_BETWEEN - performance.now()));
}

function send() {
  saying = undefined;
  const place = ownPlace();
  if (place === told && (!place || performance.now() < toldAt + AGAIN_AFTER)) return;
  told = place;
  toldAt = performance.now();
  const csrf = document.querySelector("input[name=csrf]").value;
  fetch(page.presence, { method: "POST", body: new URLSearchParams({ csrf, step: page.step, place }) }).catch(() => undefined);
}

document.addEventListener("reuse:presence", ({ detail }) => {
  const hasMoved = JSON.stringify(detail.pages) !== JSON.stringify(now.pages);
  now = detail;
  if (hasMoved && document.querySelector("[data-where]")) document.dispatchEvent(new Event("reuse:changed"));
  clear();
  show();
  tell();
});
document.addEventListener("reuse:reading", clear);
document.addEventListener("reuse:read", show);
for (const event of ["focusin", "focusout", "input"]) document.addEventListener(event, tell);
