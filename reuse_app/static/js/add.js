// Sends a form that adds something until the server has answered. Until then what was typed waits, through a reload too.
// Such a form has a key of its own (the field "once"), by which sending it twice has one effect: once it has arrived it
// is sent again, as a browser does it, which shows the page that follows.

const RETRY_AFTER = 3000;
const NO_ANSWER_AFTER = 10000;
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

async function arrives(form, button) {
  const body = new URLSearchParams(new FormData(form));
  if (button?.name) body.append(button.name, button.value);
  const answer = await fetch(form.action, { method: "POST", body, redirect: "manual", signal: AbortSignal.timeout(NO_ANSWER_AFTER) }).catch(() => null);
  return answer?.type === "opaqueredirect" || (answer && answer.status < 500);
}

async function send(form, button) {
  if (waiting.has(form)) return;
  waiting.add(form);
  while (!(await arrives(form, button))) {
    // It may have arrived, so that nothing in it can be changed any more.
    form.inert = true;
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
