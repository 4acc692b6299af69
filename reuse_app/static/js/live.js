// Shows what others save. An event says which parts have changed; if the page shows one of them it is fetched, and what
// is new on it is replaced, but never the field that somebody is in or text that is not saved yet.
// Of a region[data-brief] only what its fields say is fetched, from that address, while nothing is new but parts that it
// tells; what else depends on these follows within half a minute, with the page.
// A hidden tab listens to nothing and fetches nothing; it catches up when it is shown. Neither does a page whose save.js
// has not arrived: nobody would know what is typed on it.
// A page that hears nothing for too long, because something on the way holds the stream back or it broke off, says so and
// asks without having been told, until it hears something again.

const PAUSE = 250;
// A page asks no more often than this: two hundred that ask twice as often would keep a server from everything else.
const EVERY = 1100;
// Of its time a page spends at most a fifth on waiting for the server, and it waits no longer than this.
const SHARE = 5;
const LONGEST_PAUSE = 5000;
const AFTER_A_BREAK = 2000;
// A stream says that it is open at once, and again whenever it has been quiet for 15 seconds.
const OPENS_WITHIN = 5000;
const QUIET_FOR = 25000;
const ASKS_AFTER = 4000;
const MINUTE = 60000;
const REST_WITHIN = 30000;
const body = document.body;
const shown = new Set(body.dataset.parts?.split(","));
let known = body.dataset.revision;
let isOld = false;
// Whether more is old than what is told in brief; what is not is fetched once the time is up.
let isAllOld = false;
let catchingUp;
// The newest page that came, and whether some of it was kept back from the field that somebody is in; they see it once
// they leave.
let newest;
let isHeldBack = false;
let mayAsk = 0;
let waiting;
let tag;
let stream;
let isLive = false;
let watch;

function listen() {
  if (!body.dataset.events || document.hidden || !window.reuse) return;
  stream ??= connected();
  stream.postMessage({ events: body.dataset.events, since: known });
  if (!watch) expectNews(OPENS_WITHIN);
  if (isOld) ask();
}

function rest() {
  stream?.postMessage({});
  clearTimeout(watch);
  watch = undefined;
  isLive = false;
}

function expectNews(within) {
  clearTimeout(watch);
  watch = setTimeout(askAnyway, within);
}

function askAnyway() {
  isLive = false;
  sayOfLine("Not live: asks for news every few seconds");
  say("presence", { here: 1, places: {} });
  changed();
  expectNews(ASKS_AFTER);
}

// A stream that breaks off is opened again by itself; only when that takes long the page says so.
function hearOfLine({ isOpen = true }) {
  if (isOpen) expectNews(QUIET_FOR);
  else if (isLive) expectNews(OPENS_WITHIN);
  isLive = isOpen;
  if (isOpen) sayOfLine("");
}

function sayOfLine(text) {
  const state = document.getElementById("line-state");
  if (state && state.textContent !== text) state.textContent = text;
}

// Where tabs cannot share a worker, as on some phones, each has its own.
function connected() {
  const worker = window.SharedWorker ? new SharedWorker(body.dataset.stream) : new Worker(body.dataset.stream);
  worker.onerror = () => {
    stream = undefined;
    setTimeout(listen, AFTER_A_BREAK);
  };
  const port = worker.port ?? worker;
  port.onmessage = ({ data }) => {
    if (document.hidden) return;
    hearOfLine(data);
    if (data.presence) say("presence", data.presence);
    else if (data.revision) hear(data);
  };
  return port;
}

function hear({ revision, parts }) {
  if (revision === known) return;
  known = revision;
  if (parts.split(",").includes("place")) say("moved");
  const news = parts === "*" ? [...shown] : parts.split(",").filter((part) => shown.has(part));
  const brieflyTold = brief()?.dataset.tells.split(",") ?? [];
  if (news.length) changed({ inBrief: news.every((part) => brieflyTold.includes(part)) });
}

function changed({ inBrief = false } = {}) {
  isOld = true;
  isAllOld ||= !inBrief;
  ask();
}

// What tells in brief what all fields of this page say, if anything does.
function brief() {
  const region = document.querySelector("[data-brief]");
  return region && [...document.querySelectorAll("form[data-save]")].every((form) => region.contains(form)) ? region : null;
}

function ask() {
  if (waiting || body.dataset.page === "") return;
  waiting = setTimeout(refresh, Math.max(Math.random() * PAUSE, mayAsk - performance.now()));
}

async function refresh() {
  const begun = performance.now();
  const region = isAllOld || isHeldBack ? null : brief();
  isOld = document.hidden;
  isAllOld &&= document.hidden;
  const answer = document.hidden ? undefined : await fetched(region?.dataset.brief).catch(() => null);
  // While the analysis is being computed the page stays as it is, with what was known before.
  const isEarly = answer?.status === 202;
  const failed = isEarly || answer === null || answer?.status >= 500;
  mayAsk = performance.now() + (failed ? AFTER_A_BREAK : paced(performance.now() - begun));
  if (region && answer?.ok) takeInBrief(answer);
  else if (!isEarly && (answer?.ok || answer?.status === 403)) show(answer);
  // Nothing is new since the last page, so it stands as if asked for now: a field may have waited then, or a save.
  if (answer?.status === 304) take((newest = { ...newest, begun: answer.begun }));
  waiting = undefined;
  if (failed) changed();
  else if (isOld && !document.hidden) ask();
}

function paced(waited) {
  return Math.max(EVERY, Math.min(LONGEST_PAUSE, SHARE * waited));
}

// The line may break in the middle of a page: a part of one is none.
async function fetched(inBrief) {
  const begun = performance.now();
  const headers = tag && !inBrief ? { "If-None-Match": tag } : {};
  const answer = await fetch(inBrief ?? body.dataset.page ?? location.href, { headers });
  const [etag, revision] = ["ETag", "Reuse-Revision"].map((name) => answer.headers.get(name));
  return { ok: answer.ok, status: answer.status, tag: etag, revision, begun, text: await answer.text() };
}

function show(answer) {
  clearTimeout(catchingUp);
  catchingUp = undefined;
  newest = answer;
  tag = answer.tag;
  take(newest);
}

// A page that was asked for before the newest save from here was answered may not show it yet.
function take({ text, begun }) {
  const page = new DOMParser().parseFromString(text, "text/html");
  if (page.body.className !== body.className) return isTyping() ? holdBack() : loadAnew();
  if (begun < window.reuse.savedAt) return changed();
  known = page.body.dataset.revision;
  say("arrived", page);
  takeOver(page);
}

// The page that came before is older than what is told in brief, so it is taken no more.
function takeInBrief({ text, begun, revision }) {
  const page = new DOMParser().parseFromString(text, "text/html");
  if (page.querySelector("[data-shape]")?.dataset.shape !== brief()?.dataset.shape) return changed();
  if (begun < window.reuse.savedAt) return changed({ inBrief: true });
  known = revision;
  newest = tag = undefined;
  for (const seen of page.querySelectorAll("[name=seen]")) seen.value = revision;
  takeOver(page);
  catchingUp ??= setTimeout(changed, REST_WITHIN * (1 + Math.random()) / 2);
}

function takeOver(page) {
  say("reading");
  for (const element of document.querySelectorAll("[data-shape]")) reshape(element, page.getElementById(element.id));
  for (const element of document.querySelectorAll("[data-live]")) replace(element, page.getElementById(element.id));
  for (const list of document.querySelectorAll("[data-live-list]")) follow(list, page.getElementById(list.id));
  for (const form of document.querySelectorAll("form[data-save]")) read(form, page.getElementById(form.id));
  say("read");
}

function loadAnew() {
  if (body.dataset.page) location.assign(body.dataset.page);
  else location.reload();
}

function say(what, detail) {
  document.dispatchEvent(new CustomEvent(`reuse:${what}`, { detail }));
}

function isTyping() {
  const field = document.activeElement;
  const isText = field.matches("textarea, input:not([type=checkbox], [type=radio])");
  return isText && (field.value !== field.defaultValue || Boolean(field.closest("[data-save]")));
}

function holdBack() {
  isHeldBack = true;
}

function isBusy(element) {
  const waits = (form) => [...form.elements].some((each) => window.reuse.isWaiting(form, each.name));
  return element.contains(document.activeElement) || [...element.querySelectorAll("form[data-save]")].some(waits);
}

// What holds fields of its own is replaced only when there are other fields in it, or they are called something else.
function reshape(element, fresh) {
  if (fresh && fresh.dataset.shape !== element.dataset.shape) replace(element, fresh);
}

function keepOpen(element, fresh) {
  const mine = element.querySelectorAll("details");
  fresh.querySelectorAll("details").forEach((each, place) => (each.open = mine[place]?.open ?? each.open));
}

// Each page gives a form that adds something another key of its own (the field "once"), which is no news.
function told(html) {
  return html.replace(/(<input type="hidden" name="once" value=)"[^"]*"/g, "$1");
}

function replace(element, fresh) {
  if (!fresh) return;
  keepOpen(element, fresh);
  if (told(fresh.outerHTML) === told(element.outerHTML)) return;
  if (isBusy(element)) isHeldBack = true;
  else {
    // The page it comes from stays whole: a list that holds it is compared after it.
    const [{ scrollLeft, scrollTop }, copy] = [element, fresh.cloneNode(true)];
    element.replaceWith(copy);
    copy.scrollTo(scrollLeft, scrollTop);
  }
}

// A list keeps the items that are being worked on, and takes over which there are, their order and what they say.
function follow(list, fresh) {
  if (!fresh) return;
  const items = new Map([...list.children].map((item) => [item.id, item]));
  const wanted = [...fresh.children].map((item) => {
    const mine = items.get(item.id);
    if (mine) keepOpen(mine, item);
    return mine && (isBusy(mine) || told(mine.innerHTML) === told(item.innerHTML)) ? mine : item;
  });
  if (wanted.some((item, place) => list.children[place] !== item) || list.children.length > wanted.length) {
    if (!list.contains(document.activeElement)) return list.replaceChildren(...wanted);
    wanted.filter((item) => !items.has(item.id)).forEach((item) => list.append(item));
    wanted.filter((item) => items.has(item.id) && items.get(item.id) !== item).forEach((item) => items.get(item.id).replaceWith(item));
  }
}

// A form that stays takes over each field that nobody here has touched.
function read(form, fresh) {
  if (!fresh?.elements?.seen) return;
  const isAlike = fresh.elements.length === form.elements.length;
  [...form.elements].forEach((control, place) => {
    const theirs = isAlike ? fresh.elements[place] : fresh.elements.namedItem(control.name);
    if (!control.name || control.name !== theirs?.name || control.type === "hidden") return;
    if (control === document.activeElement && control.value !== theirs.value) isHeldBack = true;
    if (control === document.activeElement || window.reuse.isWaiting(form, control.name)) return;
    if (control.type === "checkbox" || control.type === "radio") control.checked = theirs.checked;
    else control.value = theirs.value;
    window.reuse.wasRead(form, control.name, fresh.elements.seen.value);
  });
}

document.addEventListener("reuse:changed", ({ detail: form }) => changed({ inBrief: Boolean(form && brief()?.contains(form)) }));
// A page that is being left needs no news, unless it is still there after a while.
document.addEventListener("reuse:leaving", () => {
  clearTimeout(waiting);
  waiting = setTimeout(refresh, LONGEST_PAUSE);
});
document.addEventListener("reuse:page", ({ detail }) => show({ text: detail, tag: null }));
document.addEventListener("focusout", () => {
  if (!isHeldBack) return;
  isHeldBack = false;
  setTimeout(() => (newest ? take(newest) : changed()));
});
document.addEventListener("visibilitychange", () => (document.hidden ? rest() : listen()));
addEventListener("pagehide", rest);
addEventListener("pageshow", listen);
// Some of what a page counts is told by no event, because it would tell who has just done something.
setInterval(() => !document.hidden && document.querySelector("[data-count], [data-computing]") && changed(), ASKS_AFTER);
// How far behind the plan a room is changes though nobody does anything.
setInterval(() => !document.hidden && document.querySelector("[data-minutely]") && changed(), MINUTE / 2);
