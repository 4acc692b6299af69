// Keeps the focus on a button that was pressed, though the page that answers is another one. A form[data-press] is sent
// from here: what it changes is shown on this page, it is said aloud, and a second press waits for its turn and counts.

const PLACE = "reuse-press";
const WHERE_TO_GO = "button:enabled, a[href], input:enabled:not([type=hidden]), select:enabled";
const queue = [];
const sure = new WeakSet();
let isBusy = false;

// Where a button stands: its form's address, its number in the form, and what is around it, in case it goes away.
function placeOf(form, button) {
  const around = [];
  for (let each = form; each; each = each.parentElement) if (each.id) around.push(each.id);
  return { action: form.getAttribute("action"), number: button && buttonsOf(form).indexOf(button), around };
}

function buttonsOf(form) {
  return [...form.elements].filter((each) => each.type === "submit");
}

// The form with the same address, the nearest if there are several.
function formAt({ action, around }) {
  const same = [...document.forms].filter((form) => action && form.getAttribute("action") === action);
  return around.map((id) => same.find((form) => document.getElementById(id)?.contains(form))).find(Boolean) ?? same[0];
}

function buttonAt(place) {
  const form = formAt(place);
  return form && buttonsOf(form)[place.number];
}

function enter(place) {
  const same = buttonAt(place) ?? sameAs(place);
  const begin = () => firstOf(document.querySelector("[data-begin]"));
  const beside = () => [...(formAt(place)?.elements ?? [])].find(isOpen);
  const around = () => place.around.map((id) => firstOf(document.getElementById(id))).find(Boolean);
  (same && isOpen(same) ? same : (beside() ?? begin() ?? around()))?.focus({ preventScroll: true, focusVisible: place.isSeen });
}

function isOpen(control) {
  return control.matches(WHERE_TO_GO) && control.checkVisibility();
}

function firstOf(element) {
  return [...(element?.querySelectorAll(WHERE_TO_GO) ?? [])].find(isOpen);
}

// A link or a field that is on the new page too.
function sameAs({ link, field }) {
  const links = [...document.links].filter((each) => each.getAttribute("href") === link && each.checkVisibility());
  return links[0] ?? (field && document.getElementById(field));
}

function say(text, trouble = false) {
  const state = document.getElementById("save-state");
  if (!state) return;
  state.textContent = text;
  state.classList.toggle("trouble", trouble);
}

const here = () => new URL(document.body.dataset.page ?? location.href, location.href);

async function press(form, button) {
  isBusy = true;
  const place = placeOf(form, button);
  const body = new URLSearchParams([...new FormData(form), ...(button?.name ? [[button.name, button.value]] : [])]);
  const answer = await fetch(form.action, { method: "POST", body }).catch(() => null);
  const text = answer?.ok && (await pageAfter(answer).catch(() => null));
  isBusy = false;
  if (typeof text === "string") return show(place, text);
  // A refusal has changed nothing, so it can be asked for once more, as a page to read.
  if (answer && !answer.ok) submit(form, button);
  else say("no answer came: look whether it is done, then press again", true);
}

// The page that a button leads to, or the one that is open, if that shows the same in another way.
async function pageAfter(answer) {
  const led = new URL(answer.url);
  if (led.pathname !== here().pathname) location.assign(led);
  else if (led.search !== here().search) return (await fetch(here())).text();
  return answer.text();
}

// Whoever has gone on to another field meanwhile stays there.
function show(place, text) {
  const focus = document.activeElement;
  const isThere = focus === document.body || formAt(place)?.contains(focus);
  if (isThere) focus.blur();
  document.dispatchEvent(new CustomEvent("reuse:page", { detail: text }));
  if (isThere) enter(place);
  const said = formAt(place)?.dataset.said;
  if (said) document.dispatchEvent(new CustomEvent("reuse:done", { detail: said }));
  else say("✓ saved");
  const next = queue.shift();
  const button = next && buttonAt(next);
  if (button && !button.disabled) press(button.form, button);
  else queue.length = 0;
}

function submit(form, button) {
  sure.add(form);
  form.requestSubmit(button);
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.elements.once) return;
  if (form.method !== "post") return remember({ ...placeOf(form), field: document.activeElement.id });
  const isPressed = window.reuse && form.matches("[data-press]") && !sure.delete(form);
  if (!isPressed) return event.submitter && remember(placeOf(form, event.submitter));
  event.preventDefault();
  if (isBusy) queue.push(placeOf(form, event.submitter));
  else press(form, event.submitter);
});

function remember(place) {
  const isSeen = document.activeElement.matches(":focus-visible");
  sessionStorage.setItem(PLACE, JSON.stringify({ ...place, isSeen, at: location.pathname }));
}

// What leads to the same page in another way: a link to it, or a field by which it is filtered.
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[href]");
  const isHere = link?.pathname === location.pathname && link.search !== location.search;
  if (!isHere || event.defaultPrevented || event.ctrlKey || event.metaKey) return;
  remember({ ...placeOf(link), link: link.getAttribute("href") });
});

// Where an answer has a field of its own to begin with, or leads to another page, that is where to be.
function comeBack() {
  const place = JSON.parse(sessionStorage.getItem(PLACE) ?? "null");
  sessionStorage.removeItem(PLACE);
  if (place?.at === location.pathname && document.activeElement === document.body) enter(place);
}
addEventListener("pageshow", comeBack);
