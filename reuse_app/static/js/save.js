// Saves the fields of a form[data-save] as they change, says so, and keeps what could not be saved.
// Unsent text waits in localStorage, survives a reload, and goes out when the server answers again.

const TYPING_PAUSE = 700;
const RETRY_AFTER = 3000;
const timers = new WeakMap();
const sending = new WeakSet();

const kept = {
  key: (form) => `reuse:${new URL(form.action).pathname}`,
  read: (form) => JSON.parse(localStorage.getItem(kept.key(form)) || "{}"),
  write(form, fields) {
    if (Object.keys(fields).length) localStorage.setItem(kept.key(form), JSON.stringify(fields));
    else localStorage.removeItem(kept.key(form));
  },
};

function valueOf(form, name) {
  const controls = [...form.elements].filter((control) => control.name === name && control.type !== "hidden");
  const [first] = controls;
  if (first.type === "checkbox") return first.checked ? first.value : "";
  if (first.type === "radio") return controls.find((control) => control.checked)?.value ?? "";
  return first.value;
}

function fill(form, name, value) {
  for (const control of form.elements) {
    if (control.name !== name || control.type === "hidden") continue;
    if (control.type === "checkbox" || control.type === "radio") control.checked = control.value === value;
    else control.value = value;
  }
}

function say(text, trouble = false) {
  for (const state of document.querySelectorAll("#save-state, [data-save-state]")) {
    state.textContent = text;
    state.classList.toggle("trouble", trouble);
  }
}

function note(event) {
  const form = event.target.form;
  if (!form?.matches("[data-save]") || !event.target.name) return;
  kept.write(form, { ...kept.read(form), [event.target.name]: valueOf(form, event.target.name) });
  say("saving …");
  clearTimeout(timers.get(form));
  timers.set(form, setTimeout(() => send(form), event.type === "change" ? 0 : TYPING_PAUSE));
}

async function send(form) {
  const fields = kept.read(form);
  if (!Object.keys(fields).length) return;
  if (sending.has(form)) return timers.set(form, setTimeout(() => send(form), TYPING_PAUSE));
  sending.add(form);
  try {
    const body = new URLSearchParams({ ...fields, csrf: form.elements.csrf.value, seen: form.elements.seen.value });
    const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" }, keepalive: true });
    if (answer.status >= 500) throw new Error(answer.statusText);
    settle(form, fields, answer.status, await answer.json());
  } catch {
    say("not saved, will retry", true);
    timers.set(form, setTimeout(() => send(form), RETRY_AFTER));
  } finally {
    sending.delete(form);
  }
}

function settle(form, sent, status, answer) {
  form.querySelectorAll("[data-answer]").forEach((element) => element.remove());
  form.querySelectorAll("[aria-invalid]").forEach((control) => control.removeAttribute("aria-invalid"));
  if (status < 300) {
    form.elements.seen.value = answer.version;
    const now = kept.read(form);
    kept.write(form, Object.fromEntries(Object.entries(now).filter(([name, value]) => sent[name] !== value)));
    say("✓ saved");
    refresh();
  } else if (status === 422) {
    say("not saved", true);
    Object.entries(answer.mistakes).forEach(([name, mistake]) => answerAt(form, name, mistake, "mistake"));
  } else if (status === 409 && answer.clashes) {
    say("not saved: somebody else changed this", true);
    Object.entries(answer.clashes).forEach(([name, clash]) => offer(form, name, clash, answer.version));
  } else {
    say(answer.message || "not saved: reload the page", true);
  }
}

function answerAt(form, name, text, kind) {
  const control = [...form.elements].find((each) => each.name === name && each.type !== "hidden") ?? form.elements[0];
  const place = document.createElement("p");
  place.className = kind;
  place.dataset.answer = "";
  place.id = `${control.id}-answer`;
  place.textContent = text;
  control.setAttribute("aria-invalid", "true");
  control.setAttribute("aria-errormessage", place.id);
  (control.closest(".field") ?? control.parentElement).append(place);
  return place;
}

function offer(form, name, clash, version) {
  const place = answerAt(form, name, `Somebody else saved: “${clash.theirs}” `, "clash");
  const choose = (label, value) => {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "quiet", textContent: label });
    button.addEventListener("click", () => {
      form.elements.seen.value = version;
      fill(form, name, value);
      kept.write(form, { ...kept.read(form), [name]: value });
      send(form);
    });
    place.append(button);
  };
  choose("Keep mine", clash.yours);
  choose("Take theirs", clash.theirs);
}

let refreshing;
function refresh() {
  clearTimeout(refreshing);
  refreshing = setTimeout(async () => {
    const answer = await fetch(location.href);
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const element of document.querySelectorAll("[data-live]")) {
      const fresh = page.getElementById(element.id);
      if (fresh && fresh.innerHTML !== element.innerHTML && !element.contains(document.activeElement)) element.replaceWith(fresh);
    }
  }, 250);
}

document.addEventListener("input", note);
document.addEventListener("change", note);
document.addEventListener("submit", (event) => {
  if (event.target.matches("[data-save]")) localStorage.removeItem(kept.key(event.target));
});
addEventListener("online", () => document.querySelectorAll("form[data-save]").forEach(send));
addEventListener("pagehide", () => document.querySelectorAll("form[data-save]").forEach(send));
for (const form of document.querySelectorAll("form[data-save]")) {
  const fields = kept.read(form);
  Object.entries(fields).forEach(([name, value]) => fill(form, name, value));
  send(form);
}
