// Follows the room: when the facilitator brings everybody to another step, this page goes there by itself, and when the
// step shows something else from now on, such as the spread, it is loaded anew; but only while nothing is being typed and
// nothing is unsent. Otherwise it says so and leaves the way to the person.

// Where a page was that is being loaded anew: the room may have moved on meanwhile, and the new page cannot know it.
const LAST = "reuse-room-at";
const at = () => document.getElementById("room-place")?.dataset;
const last = sessionStorage.getItem(LAST);
let before = { ...at() };

sessionStorage.removeItem(LAST);
if (last && before.at && last !== before.at) {
  before.at = last;
  addEventListener("load", look);
}
document.addEventListener("reuse:anew", () => before.at && sessionStorage.setItem(LAST, before.at));
document.addEventListener("reuse:read", look);

function look() {
  const now = { ...at() };
  if (!now.at || (now.at === before.at && now.view === before.view)) return;
  const isHere = now.at === before.at;
  const way = isHere ? (document.body.dataset.page ?? location.pathname) : now.follow;
  before = now;
  document.getElementById("room-notice").replaceChildren();
  if (!way) return;
  if (!isIdle()) return say(way);
  if (isHere) document.dispatchEvent(new Event("reuse:anew"));
  location.assign(way);
}

function say(address) {
  const link = Object.assign(document.createElement("a"), { href: address, textContent: "Go there when you are ready" });
  document.getElementById("room-notice").replaceChildren("The room has moved on. ", link, ".");
}

// An empty field that only waits for the next entry, or a choice that was made, holds nobody back; a refused entry does.
function isIdle() {
  const isWriting = document.activeElement.matches("main [data-save] :is(textarea, input:not([type=checkbox], [type=radio]))");
  const isRefused = document.querySelector("main [aria-invalid=true]");
  return !isWriting && !isRefused && ![...document.querySelectorAll("main form[method=post]")].some(isUnsent);
}

// A form that saves itself knows what it has not sent; any other holds text that the page did not come with.
function isUnsent(form) {
  const controls = [...form.elements].filter((each) => each.name && each.type !== "hidden");
  if (form.matches("[data-save]")) return controls.some((each) => window.reuse.isWaiting(form, each.name));
  return controls.some((each) => each.defaultValue !== undefined && each.value !== each.defaultValue);
}
