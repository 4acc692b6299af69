// Follows the room: when the facilitator brings everybody to a step, this page goes there at once, and when its step shows
// something else from now on, such as the spread, it is loaded anew. What a form that saves itself holds is sent first; a
// page with text that cannot be sent says so and shows the way, until the text is sent or the person goes.

const { body } = document;
const place = () => ({ ...document.getElementById("room-place")?.dataset });
// The moment of the room up to which this tab has gone along: a page may be left, or be loaded anew, while the room moves.
const MET = `reuse-room:${body.dataset.events}`;
let { view } = place();
let way;
let said;

document.addEventListener("reuse:moved", async () => {
  const answer = await fetch(place().place).catch(() => null);
  if (answer?.ok) meet({ ...place(), ...(await answer.json()) });
});
document.addEventListener("reuse:read", () => meet(place()));
document.addEventListener("reuse:answered", goOrSay);
document.addEventListener("input", () => way && window.reuse.sendAll());
addEventListener("load", () => meet(place()));

function meet(now) {
  if (!now.at) return;
  const met = sessionStorage.getItem(MET) ?? now.at;
  const hasMoved = now.at !== met && now.follow && now.step !== body.dataset.step;
  const isAnew = now.view !== view;
  ({ view } = now);
  if (hasMoved) lead(now.follow, `The room has moved on to ${now.title}. `, now.at);
  else {
    sessionStorage.setItem(MET, now.at);
    if (isAnew) lead(body.dataset.page ?? location.pathname, "This step shows something new. ", now.at);
    else if (said?.at !== now.at) lead();
  }
}

function lead(address, sentence, at) {
  if (address === way) return;
  way = address;
  said = { sentence, at };
  document.getElementById("room-notice").replaceChildren();
  goOrSay();
  if (way) window.reuse.sendAll();
}

function goOrSay() {
  if (!way) return;
  if (!isIdle()) return say();
  sessionStorage.setItem(MET, said.at);
  document.dispatchEvent(new Event("reuse:leaving"));
  location.assign(way);
}

function say() {
  const notice = document.getElementById("room-notice");
  if (notice.firstChild) return;
  const link = Object.assign(document.createElement("a"), { href: way, className: "button", textContent: "Go there when you are ready" });
  notice.append(said.sentence, link);
}

// An empty field that only waits for the next entry, or a choice that was made, holds nobody back; a refused entry does.
function isIdle() {
  const isRefused = document.querySelector("main [aria-invalid=true]");
  return !isRefused && ![...document.querySelectorAll("main form[method=post]")].some(isUnsent);
}

// A form that saves itself knows what it has not sent; any other holds text that the page did not come with.
function isUnsent(form) {
  const controls = [...form.elements].filter((each) => each.name && each.type !== "hidden");
  if (form.matches("[data-save]")) return controls.some((each) => window.reuse.isWaiting(form, each.name));
  return controls.some((each) => each.defaultValue !== undefined && each.value !== each.defaultValue);
}
