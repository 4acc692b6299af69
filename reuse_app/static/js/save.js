// Saves the fields of a form[data-save] as they change, says so, and keeps what could not be saved.
// Unsent text waits in localStorage, survives a reload, and goes out when the server answers again.

const TYPING_PAUSE = 700;
const RETRY_AFTER = 3000;
const NO_ANSWER_AFTER = 10000;
const SAYS_SAVED_FOR = 2000;
const timers = new WeakMap();
const sending = new WeakSet();

// What live.js may know: a field that is being written, or was not saved yet, is nobody else's to change.
window.reuse = {
  isWaiting: (form, name) => name in kept.read(form),
  isNewer: (form, name, version) => Number(version) >= Number(seenOf(form, name)),
  wasRead: (form, name, version) => seen.set(form, { ...seen.get(form), [name]: version }),
};

// What is not saved yet: for each field of a form its value, which version of it this person had seen, and what was
// sent of it without an answer. That may have arrived, so it is sent again before anything newer.
const memory = new Map();
const kept = {
  key: (form) => `reuse:${new URL(form.action).pathname}#${form.id}`,
  read(form) {
    const key = kept.key(form);
    if (!memory.has(key)) memory.set(key, kept.stored(key));
    return memory.get(key);
  },
  stored(key) {
    try {
      return JSON.parse(localStorage.getItem(key)) ?? {};
    } catch {
      return {};
    }
  },
  write(form, fields) {
    memory.set(kept.key(form), fields);
    try {
      if (Object.keys(fields).length) localStorage.setItem(kept.key(form), JSON.stringify(fields));
      else localStorage.removeItem(kept.key(form));
    } catch {
      // A full or forbidden storage only means that a reload would lose the text; it is still sent from here.
    }
  },
};

function valueOf(form, name) {
  const controls = [...form.elements].filter((control) => control.name === name && control.type !== "hidden");
  const [first] = controls;
  if (first.type === "checkbox") return first.checked ? first.value : "";
  if (first.type === "radio") return controls.find((control) => control.checked)?.value ?? "";
  return first.value;
}

// Whether somebody was quicker than this script and has changed a field before it ran.
function isTyped(control) {
  if (!control.name || control.type === "hidden") return false;
  if (control.type === "checkbox" || control.type === "radio") return control.checked !== control.defaultChecked;
  if (control.type !== "select-one") return "defaultValue" in control && control.value !== control.defaultValue;
  const options = [...control.options];
  return control.value !== (options.findLast((option) => option.defaultSelected) ?? options[0])?.value;
}

// Such a control tells of each letter, so that leaving it tells nothing new once all of it is saved.
function isText(control) {
  return control.matches("textarea, input:not([type=checkbox], [type=radio])");
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

// Beside each field the same is said for the eye; what is spoken is said once, above.
function mark(form, names, text) {
  for (const name of names) {
    const place = placeOf(controlOf(form, name));
    place.dataset.state = text;
    if (text === "saved") setTimeout(() => place.dataset.state === text && delete place.dataset.state, SAYS_SAVED_FOR);
  }
}

function note(event) {
  const form = event.target.form;
  if (!form?.matches("[data-save]") || !event.target.name || wasRefused(form, event.target.name)) return;
  if (event.type === "change" && isText(event.target) && !(event.target.name in kept.read(form))) return;
  keep(form, event.target.name, valueOf(form, event.target.name));
  say("saving …");
  mark(form, [event.target.name], "saving …");
  clearTimeout(timers.get(form));
  timers.set(form, setTimeout(() => send(form), event.type === "change" ? 0 : TYPING_PAUSE));
}

function keep(form, name, value, version = kept.read(form)[name]?.seen ?? seenOf(form, name)) {
  kept.write(form, { ...kept.read(form), [name]: { ...kept.read(form)[name], value, seen: version } });
}

// What this person has seen of each field: saving one field does not mean that the others were read again.
const seen = new WeakMap();
// What was refused waits for another try until it is typed anew; it does not hold up the other fields.
const refused = new WeakMap();

function wasRefused(form, name) {
  return name in (refused.get(form) ?? {}) && refused.get(form)[name] === valueOf(form, name);
}

function refuse(form, fields) {
  refused.set(form, { ...refused.get(form), ...fields });
}

function seenOf(form, name) {
  return seen.get(form)?.[name] ?? form.elements.seen.value;
}

// Notes what was sent of some fields and has no answer yet: nothing of any, once there is one.
function remember(form, fields, unanswered) {
  const change = ([name, each]) => [name, name in fields ? { ...each, sent: unanswered[name] } : each];
  kept.write(form, Object.fromEntries(Object.entries(kept.read(form)).map(change)));
}

async function send(form) {
  const waiting = Object.fromEntries(Object.entries(kept.read(form)).filter(([name, { value }]) => refused.get(form)?.[name] !== value));
  const [first] = Object.keys(waiting);
  if (!first) return;
  if (sending.has(form)) return timers.set(form, setTimeout(() => send(form), TYPING_PAUSE));
  sending.add(form);
  const version = waiting[first].seen;
  const together = Object.entries(waiting).filter(([, each]) => each.seen === version);
  const fields = Object.fromEntries(together.map(([name, { value, sent = value }]) => [name, sent]));
  remember(form, fields, fields);
  try {
    const body = new URLSearchParams({ ...fields, csrf: form.elements.csrf.value, seen: version });
    const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" }, keepalive: true, signal: AbortSignal.timeout(NO_ANSWER_AFTER) });
    if (answer.status >= 500) throw new Error(answer.statusText);
    settle(form, fields, answer.status, await answer.json());
  } catch {
    say("not saved, will retry", true);
    mark(form, Object.keys(waiting), "not saved, will retry");
    timers.set(form, setTimeout(() => send(form), RETRY_AFTER));
  } finally {
    sending.delete(form);
  }
}

function settle(form, sent, status, answer) {
  Object.keys(sent).forEach((name) => clear(form, name));
  remember(form, sent, {});
  if (status < 300) {
    const now = Object.fromEntries(Object.keys(sent).map((name) => [name, String(answer.version)]));
    seen.set(form, { ...seen.get(form), ...now });
    const unsent = Object.entries(kept.read(form)).filter(([name, { value }]) => sent[name] !== value);
    kept.write(form, Object.fromEntries(unsent.map(([name, each]) => [name, { ...each, seen: now[name] ?? each.seen }])));
    mark(form, Object.keys(sent).filter((name) => !unsent.some(([each]) => each === name)), "saved");
    const wrong = Object.entries(refused.get(form) ?? {}).filter(([name, value]) => name in kept.read(form) && kept.read(form)[name].value === value);
    if (unsent.length > wrong.length) return timers.set(form, setTimeout(() => send(form), 0));
    say(wrong.length ? "not saved" : "✓ saved", wrong.length > 0);
    document.dispatchEvent(new Event("reuse:changed"));
  } else if (status === 422) {
    say("not saved", true);
    const named = Object.entries(sent).filter(([name]) => name in answer.mistakes);
    const wrong = named.length ? Object.fromEntries(named) : sent;
    refuse(form, wrong);
    Object.entries(answer.mistakes).forEach(([name, mistake]) => answerAt(form, name, mistake, "mistake"));
    if (Object.keys(sent).some((name) => !(name in wrong))) timers.set(form, setTimeout(() => send(form), 0));
  } else if (status === 409 && answer.clashes) {
    say("not saved: somebody else changed this", true);
    refuse(form, Object.fromEntries(Object.keys(answer.clashes).map((name) => [name, sent[name]])));
    Object.entries(answer.clashes).forEach(([name, clash]) => offer(form, name, clash, answer.version));
    if (Object.keys(sent).some((name) => !(name in answer.clashes))) timers.set(form, setTimeout(() => send(form), 0));
  } else {
    say(answer.message || "not saved: reload the page", true);
  }
}

function controlOf(form, name) {
  return [...form.elements].find((each) => each.name === name && each.type !== "hidden") ?? form.elements[0];
}

function placeOf(control) {
  return control.closest(".field, td") ?? control.parentElement;
}

function answerId(form, name) {
  return `${form.id}-${name}-answer`;
}

function clear(form, name) {
  const control = controlOf(form, name);
  document.getElementById(answerId(form, name))?.remove();
  delete placeOf(control).dataset.state;
  control.removeAttribute("aria-invalid");
  describe(control, (ids) => ids.filter((id) => id !== answerId(form, name)));
}

// By which texts a control is described: its hint, and what was answered.
function describe(control, change) {
  const ids = change((control.getAttribute("aria-describedby") ?? "").split(" ").filter(Boolean));
  if (ids.length) control.setAttribute("aria-describedby", ids.join(" "));
  else control.removeAttribute("aria-describedby");
}

function answerAt(form, name, text, kind) {
  const control = controlOf(form, name);
  clear(form, name);
  const place = document.createElement("p");
  place.className = kind;
  place.dataset.answer = "";
  place.id = answerId(form, name);
  place.textContent = text;
  control.setAttribute("aria-invalid", "true");
  describe(control, (ids) => [...ids, place.id]);
  placeOf(control).append(place);
  return place;
}

function offer(form, name, clash, version) {
  const place = answerAt(form, name, `Somebody else saved: “${words(form, name, clash.theirs)}” `, "clash");
  const choose = (label, value) => {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "quiet", textContent: label });
    button.addEventListener("click", () => {
      refuse(form, { [name]: undefined });
      fill(form, name, value);
      keep(form, name, value, String(version));
      controlOf(form, name).focus();
      send(form);
    });
    place.append(button);
  };
  choose("Keep mine", clash.yours);
  choose("Take theirs", clash.theirs);
}

// A value as the page says it: a choice by its words.
function words(form, name, value) {
  const controls = [...form.elements].filter((control) => control.name === name && control.type !== "hidden");
  const option = [...(controls[0]?.options ?? [])].find((each) => each.value === value);
  if (option) return option.getAttribute("aria-label") ?? option.text;
  const radio = controls.find((control) => control.type === "radio" && control.value === value);
  return radio?.closest("label")?.querySelector(".word")?.textContent ?? (value || "nothing");
}

document.addEventListener("input", note);
document.addEventListener("change", note);
document.addEventListener("submit", (event) => {
  if (event.target.matches("[data-save]")) clearTimeout(timers.get(event.target));
});
// Its buttons go away only now that forms do save themselves.
document.documentElement.classList.add("saves");
addEventListener("online", () => document.querySelectorAll("form[data-save]").forEach(send));
addEventListener("pagehide", () => document.querySelectorAll("form[data-save]").forEach(send));
for (const form of document.querySelectorAll("form[data-save]")) {
  [...form.elements].filter(isTyped).forEach(({ name }) => keep(form, name, valueOf(form, name)));
  const fields = kept.read(form);
  Object.entries(fields).forEach(([name, { value }]) => fill(form, name, value));
  send(form);
}
