// Sends a form that adds something until the server has answered. What is typed waits until then, through a reload too.
// Such a form has a key of its own (the field "once"), by which sending it twice has one effect: once it has arrived it
// is sent again, as a browser does it, which shows the page that follows.

const KEPT = "reuse-kept";
const RETRY_AFTER = 3000;
const NO_ANSWER_AFTER = 10000;
const REFUSED = [403, 404, 409];
const NOT_KEPT = "input:is([type=hidden], [type=file], [type=password])";
const waiting = new Set();
const sure = new WeakSet();

const isAdding = (form) => form.method === "post" && form.elements.once && !form.matches("[data-save], [enctype='multipart/form-data']");
const place = (form) => `reuse-add:${new URL(form.action).pathname}#${form.id}`;
const fields = (form) => [...form.elements].filter((each) => each.name && !each.matches(NOT_KEPT));

function say(text) {
  const state = document.getElementById("save-state");
  state?.classList.toggle("trouble", Boolean(text));
  if (state) state.textContent = text;
}

// The key goes along once the form is sent: only then may it have had its effect, so that it must be the same again.
function keep(form, once) {
  const typed = Object.fromEntries(fields(form).map((each) => [each.name, each.value]));
  try {
    if (once || fields(form).some((each) => each.value !== each.defaultValue && each.matches("input, textarea"))) {
      localStorage.setItem(place(form), JSON.stringify({ typed, once }));
    } else localStorage.removeItem(place(form));
  } catch {
    // A full or forbidden storage only means that a reload would lose the text; it is still sent from here.
  }
}

function kept(form) {
  try {
    return JSON.parse(localStorage.getItem(place(form)));
  } catch {
    return null;
  }
}

// What the server has kept, taken to be looked at, or refused, which leaves what was typed where it was, to be sent once
// it may be.
async function arrives(form, button) {
  const body = new URLSearchParams(new FormData(form));
  if (button?.name) body.append(button.name, button.value);
  const answer = await fetch(form.action, { method: "POST", body, redirect: "manual", signal: AbortSignal.timeout(NO_ANSWER_AFTER) }).catch(() => null);
  if (!answer || answer.status >= 500 || answer.status === 429) return "";
  if (answer.type === "opaqueredirect") return "kept";
  return REFUSED.includes(answer.status) ? "refused" : "taken";
}

async function send(form, button) {
  if (waiting.has(form)) return;
  waiting.add(form);
  let arrived;
  while (!(arrived = await arrives(form, button))) {
    // It may have arrived, so that nothing in it can be changed any more.
    form.inert = true;
    say("not saved, will retry");
    await new Promise((resolve) => setTimeout(resolve, RETRY_AFTER));
  }
  waiting.delete(form);
  say("");
  if (arrived === "kept") sessionStorage.setItem(KEPT, form.elements.name?.value?.trim() ?? "");
  if (arrived === "refused") keep(form);
  else localStorage.removeItem(place(form));
  sure.add(form);
  form.requestSubmit(button);
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || !isAdding(form) || sure.delete(form)) return;
  event.preventDefault();
  keep(form, form.elements.once.value);
  send(form, event.submitter);
});

document.addEventListener("input", ({ target: { form } }) => form && isAdding(form) && !waiting.has(form) && keep(form));

function restore(form) {
  const found = kept(form);
  if (!found?.typed || waiting.has(form) || form.contains(document.activeElement)) return;
  fields(form).forEach((each) => each.name in found.typed && (each.value = found.typed[each.name]));
  form.closest("details")?.setAttribute("open", "");
  if (!found.once) return;
  form.elements.once.value = found.once;
  send(form);
}

// The page that follows says what was kept: its place in the list may be out of sight.
function tellKept() {
  const name = sessionStorage.getItem(KEPT);
  sessionStorage.removeItem(KEPT);
  if (name !== null) document.dispatchEvent(new CustomEvent("reuse:done", { detail: name ? `✓ saved: ${name}` : "✓ saved" }));
}
addEventListener("pageshow", tellKept);

const restoreAll = () => [...document.forms].filter(isAdding).forEach(restore);
// A part of the page that others have changed comes with an empty form.
document.addEventListener("reuse:read", restoreAll);
restoreAll();
