// Saves the fields of a form[data-save] as they change, says so, and keeps what could not be saved.
// Unsent text waits in localStorage, survives a reload, and goes out when the server answers again.

const { controlsOf, controlOf, mark, isAnswered, clear, tell, offer } = window.beside;
const TYPING_PAUSE = 700;
const RETRY_AFTER = 3000;
const NO_ANSWER_AFTER = 10000;
const timers = new WeakMap();
const sending = new WeakSet();

// What live.js and room.js may know: a field that is being written, or was not saved yet, is nobody else's to change.
window.reuse = {
  sendAll: () => document.querySelectorAll("form[data-save]").forEach(send),
  isWaiting: (form, name) => name in kept.read(form),
  // When the newest save from here was answered, by performance.now().
  savedAt: 0,
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

function valueIn(form, name) {
  const controls = controlsOf(form, name);
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
  for (const control of controlsOf(form, name)) {
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
  if (!form?.matches("[data-save]") || !event.target.name || wasRefused(form, event.target.name)) return;
  if (event.type === "change" && isText(event.target) && !(event.target.name in kept.read(form))) return;
  turns.set(form, turnOf(form) + 1);
  keep(form, event.target.name, valueIn(form, event.target.name));
  say("saving …");
  clearTimeout(timers.get(form));
  timers.set(form, setTimeout(() => send(form), event.type === "change" ? 0 : TYPING_PAUSE));
}

function keep(form, name, value, version = kept.read(form)[name]?.seen ?? seenOf(form, name)) {
  const { own, ...before } = kept.read(form)[name] ?? {};
  kept.write(form, { ...kept.read(form), [name]: { ...before, value, seen: version } });
}

// What this person has seen of each field: saving one field does not mean that the others were read again.
const seen = new WeakMap();

function seenOf(form, name) {
  return seen.get(form)?.[name] ?? form.elements.seen.value;
}

// What was refused does not hold up the other fields, and is tried again with whatever is typed next: fields may depend
// on each other. Only what clashes waits until it is chosen or typed anew.
const refused = new WeakMap();
const turns = new WeakMap();

function turnOf(form) {
  return turns.get(form) ?? 0;
}

function refuse(form, fields, turn) {
  const marked = Object.entries(fields).map(([name, value]) => [name, { value, turn }]);
  refused.set(form, { ...refused.get(form), ...Object.fromEntries(marked) });
}

function wasRefused(form, name, value = valueIn(form, name)) {
  return refused.get(form)?.[name]?.value === value;
}

function isRefused(form, [name, { value }]) {
  return wasRefused(form, name, value) && [undefined, turnOf(form)].includes(refused.get(form)[name].turn);
}

function isClashing(form, name) {
  return wasRefused(form, name) && refused.get(form)[name].turn === undefined;
}

// Fields that are right or wrong together, as low and high are.
function isWith(form, name, other) {
  const group = controlOf(form, name).closest("[data-together]");
  return name === other || Boolean(group?.contains(controlOf(form, other)));
}

// Notes what was sent of some fields and has no answer yet: nothing of any, once there is one.
function remember(form, fields, unanswered) {
  const change = ([name, each]) => [name, name in fields ? { ...each, sent: unanswered[name] } : each];
  kept.write(form, Object.fromEntries(Object.entries(kept.read(form)).map(change)));
}

// What goes out at once: what depends on each other, else what this person saw in the same version.
function batch(form) {
  const waiting = Object.entries(kept.read(form)).filter((each) => !isRefused(form, each));
  const isWhole = form.matches("[data-together]") || form.querySelector("[data-together]");
  return Object.fromEntries(isWhole ? waiting : waiting.filter(([, each]) => each.seen === waiting[0][1].seen));
}

function bodyOf(form, fields, waiting) {
  const [{ seen: version }] = Object.values(waiting);
  const body = new URLSearchParams({ ...fields, csrf: form.elements.csrf.value, seen: version });
  for (const [name, each] of Object.entries(waiting)) {
    if (each.seen !== version) body.append(`seen.${name}`, each.seen);
    if (each.own) body.append("kept", name);
  }
  return body;
}

async function send(form) {
  clearTimeout(timers.get(form));
  const waiting = batch(form);
  if (!Object.keys(waiting).length) return;
  if (sending.has(form)) return timers.set(form, setTimeout(() => send(form), TYPING_PAUSE));
  sending.add(form);
  const turn = turnOf(form);
  const fields = Object.fromEntries(Object.entries(waiting).map(([name, { value, sent = value }]) => [name, sent]));
  remember(form, fields, fields);
  try {
    const body = bodyOf(form, fields, waiting);
    const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" }, keepalive: true, signal: AbortSignal.timeout(NO_ANSWER_AFTER) });
    if (answer.status >= 500 || answer.status === 408 || answer.status === 429) throw new Error(answer.statusText);
    settle(form, fields, answer.status, await answer.json(), turn);
  } catch {
    say("not saved, will retry", true);
    mark(form, Object.keys(waiting), "not saved, will retry");
    timers.set(form, setTimeout(() => send(form), RETRY_AFTER));
  } finally {
    sending.delete(form);
    document.dispatchEvent(new Event("reuse:answered"));
  }
}

function settle(form, sent, status, answer, turn) {
  clearAnswers(form, sent, turn);
  remember(form, sent, {});
  if (status < 300) {
    const now = Object.fromEntries(Object.keys(sent).map((name) => [name, String(answer.version)]));
    seen.set(form, { ...seen.get(form), ...now });
    window.reuse.savedAt = performance.now();
    const unsent = Object.entries(kept.read(form)).filter(([name, { value }]) => sent[name] !== value);
    kept.write(form, Object.fromEntries(unsent.map(([name, each]) => [name, { ...each, seen: now[name] ?? each.seen }])));
    const wrong = Object.entries(kept.read(form)).filter((each) => isRefused(form, each));
    if (unsent.length > wrong.length) return timers.set(form, setTimeout(() => send(form), 0));
    say(wrong.length ? "not saved" : "✓ saved", wrong.length > 0);
    document.dispatchEvent(new CustomEvent("reuse:changed", { detail: form }));
  } else if (status === 422) {
    say("not saved", true);
    const mistaken = Object.keys(answer.mistakes);
    const wrong = Object.keys(sent).filter((name) => mistaken.some((other) => isWith(form, name, other)));
    holdBack(form, sent, wrong.length ? wrong : Object.keys(sent), turn);
    mistaken.forEach((name) => tell(form, name, answer.mistakes[name]));
  } else if (status === 409 && answer.clashes) {
    say("not saved: somebody else changed this", true);
    holdBack(form, sent, Object.keys(answer.clashes));
    Object.entries(answer.clashes).forEach(([name, clash]) => offer(form, name, clash, choice(form, name, answer.version)));
  } else {
    say(answer.message || "not saved: reload the page", true);
    turnedAway.add(form);
  }
}

// Whom the step was closed to, or whose entry was removed, is heard again when what the page shows has changed: it may
// be open again, or the removal undone.
const turnedAway = new Set();

function sendAgain() {
  const forms = [...turnedAway];
  turnedAway.clear();
  forms.filter((form) => form.isConnected).forEach(send);
}

// An answer to all that waits says anew what is wrong; one to the rest leaves what was said of the others.
function clearAnswers(form, sent, turn) {
  const isRest = Object.values(refused.get(form) ?? {}).some((each) => each.turn === turn);
  const names = new Set([...form.elements].map((control) => control.name).filter(Boolean));
  for (const name of names) if (name in sent || (!isRest && isAnswered(form, name) && !isClashing(form, name))) clear(form, name);
}

function holdBack(form, sent, names, turn) {
  refuse(form, Object.fromEntries(names.map((name) => [name, sent[name]])), turn);
  if (Object.keys(sent).some((name) => !names.includes(name))) timers.set(form, setTimeout(() => send(form), 0));
}

function choice(form, name, version) {
  return (value, own) => {
    refuse(form, { [name]: undefined });
    fill(form, name, value);
    keep(form, name, value, String(version));
    if (own) kept.write(form, { ...kept.read(form), [name]: { ...kept.read(form)[name], own } });
    controlOf(form, name).focus();
    send(form);
  };
}

document.addEventListener("reuse:read", sendAgain);
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
  [...form.elements].filter(isTyped).forEach(({ name }) => keep(form, name, valueIn(form, name)));
  const fields = kept.read(form);
  Object.entries(fields).forEach(([name, { value }]) => fill(form, name, value));
  send(form);
}
