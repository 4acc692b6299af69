// Shows what others save. An event carries a revision; the page is fetched and what has changed on it is replaced,
// but never the field that somebody is in or text that is not saved yet.
// A hidden tab lets its stream go, so that it costs nothing and six tabs do not block each other.

const PAUSE = 250;
const AFTER_A_BREAK = 2000;
const body = document.body;
let source;
let waiting;

function listen() {
  if (!body.dataset.events || document.hidden || source) return;
  source = new EventSource(`${body.dataset.events}?since=${body.dataset.revision}`);
  source.addEventListener("revision", (event) => {
    if (Number(event.data) > Number(body.dataset.revision)) changed();
  });
  source.addEventListener("error", () => {
    if (source?.readyState !== EventSource.CLOSED) return;
    rest();
    setTimeout(listen, AFTER_A_BREAK);
  });
}

function rest() {
  source?.close();
  source = undefined;
}

function changed() {
  clearTimeout(waiting);
  waiting = setTimeout(refresh, PAUSE);
}

async function refresh() {
  const answer = await fetch(location.href).catch(() => undefined);
  if (!answer?.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  body.dataset.revision = page.body.dataset.revision;
  for (const element of document.querySelectorAll("[data-live]")) replace(element, page.getElementById(element.id));
  for (const list of document.querySelectorAll("[data-live-list]")) follow(list, page.getElementById(list.id));
  for (const form of document.querySelectorAll("form[data-save]")) read(form, page.getElementById(form.id));
}

function isBusy(element) {
  const waits = (form) => [...form.elements].some((each) => window.reuse.isWaiting(form, each.name));
  return element.contains(document.activeElement) || [...element.querySelectorAll("form[data-save]")].some(waits);
}

function replace(element, fresh) {
  if (fresh && fresh.outerHTML !== element.outerHTML && !isBusy(element)) element.replaceWith(fresh);
}

// A list keeps the items that are being worked on, and takes over which there are, their order and what they say.
function follow(list, fresh) {
  if (!fresh) return;
  const items = new Map([...list.children].map((item) => [item.id, item]));
  const wanted = [...fresh.children].map((item) => {
    const mine = items.get(item.id);
    return mine && (isBusy(mine) || mine.innerHTML === item.innerHTML) ? mine : item;
  });
  if (wanted.some((item, place) => list.children[place] !== item) || list.children.length > wanted.length) {
    if (!list.contains(document.activeElement)) return list.replaceChildren(...wanted);
    wanted.filter((item) => !items.has(item.id)).forEach((item) => list.append(item));
    wanted.filter((item) => items.has(item.id) && items.get(item.id) !== item).forEach((item) => items.get(item.id).replaceWith(item));
  }
}

// A form that stays takes over each field that nobody here has touched.
function read(form, fresh) {
  if (!fresh?.elements?.seen || fresh.elements.length !== form.elements.length) return;
  [...form.elements].forEach((control, place) => {
    const theirs = fresh.elements[place];
    const mine = control === document.activeElement || window.reuse.isWaiting(form, control.name);
    if (mine || !control.name || control.name !== theirs.name || control.type === "hidden") return;
    if (control.type === "checkbox" || control.type === "radio") control.checked = theirs.checked;
    else control.value = theirs.value;
    window.reuse.wasRead(form, control.name, fresh.elements.seen.value);
  });
}

document.addEventListener("reuse:changed", changed);
document.addEventListener("visibilitychange", () => (document.hidden ? rest() : listen()));
addEventListener("pagehide", rest);
addEventListener("pageshow", listen);
