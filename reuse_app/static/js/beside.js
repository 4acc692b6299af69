// What save.js says beside a field: that it is not saved, what was wrong with it, or what somebody else wrote there.

function controlsOf(form, name) {
  return [...form.elements].filter((control) => control.name === name && control.type !== "hidden");
}

function controlOf(form, name) {
  return controlsOf(form, name)[0] ?? form.elements[0];
}

function placeOf(control) {
  return control.closest(".field, td") ?? control.parentElement;
}

// Which fields are not saved is for the eye; what is spoken is said once, above, as it is when all is saved.
function mark(form, names, text) {
  for (const name of names) placeOf(controlOf(form, name)).dataset.state = text;
}

function answerId(form, name) {
  return `${form.id}-${name}-answer`;
}

function isAnswered(form, name) {
  return Boolean(document.getElementById(answerId(form, name)));
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

function tell(form, name, text, kind = "mistake") {
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

// Lets a person choose between two texts for one field; `choose` is told which, and whether it is their own.
function offer(form, name, clash, choose) {
  const place = tell(form, name, `Somebody else saved: “${words(form, name, clash.theirs)}” `, "clash");
  for (const [label, value, isOwn] of [["Keep mine", clash.yours, true], ["Take theirs", clash.theirs, false]]) {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "quiet", textContent: label });
    button.addEventListener("click", () => choose(value, isOwn));
    place.append(button);
  }
}

// A value as the page says it: a choice by its words.
function words(form, name, value) {
  const controls = controlsOf(form, name);
  const option = [...(controls[0]?.options ?? [])].find((each) => each.value === value);
  if (option) return option.getAttribute("aria-label") ?? option.text;
  const radio = controls.find((control) => control.type === "radio" && control.value === value);
  return radio?.closest("label")?.querySelector(".word")?.textContent ?? (value || "nothing");
}

window.beside = { controlsOf, controlOf, mark, isAnswered, clear, tell, offer };
