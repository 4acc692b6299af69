// Sends a form that adds something as soon as the server answers. Until then what was typed waits, through a reload too.
// Such a form has a key of its own (the field "once"), by which sending it twice has one effect.

const RETRY_AFTER = 3000;
const waiting = new Set();
const sure = new WeakSet();

const isAdding = (form) => form.method === "post" && form.elements.once && !form.matches("[data-save], [enctype='multipart/form-data']");
const place = (form) => `reuse-add:${new URL(form.action).pathname}#${form.id}`;
const fields = (form) => [...form.elements].filter((each) => each.name && each.name !== "csrf");

function say(text) {
  const state = document.getElementById("save-state");
  state?.classList.toggle("trouble", Boolean(text));
  if (state) state.textContent = text;
}

function keep(form) {
  try {
    localStorage.setItem(place(form), JSON.stringify(Object.fromEntries(fields(form).map((each) => [each.name, each.value]))));
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

async function answers() {
  const answer = await fetch("/healthz", { cache: "no-store" }).catch(() => null);
  return Boolean(answer?.ok);
}

async function send(form, button) {
  if (waiting.has(form)) return;
  waiting.add(form);
  while (!(await answers())) {
    say("not saved, will retry");
    await new Promise((resolve) => setTimeout(resolve, RETRY_AFTER));
  }
  waiting.delete(form);
  say("");
  localStorage.removeItem(place(form));
  sure.add(form);
  form.requestSubmit(button);
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || !isAdding(form) || sure.delete(form)) return;
  event.preventDefault();
  keep(form);
  send(form, event.submitter);
});

for (const form of [...document.forms].filter(isAdding)) {
  const typed = kept(form);
  if (!typed) continue;
  fields(form).forEach((each) => each.name in typed && (each.value = typed[each.name]));
  send(form);
}
