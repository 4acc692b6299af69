// Says each moment by the reader's own clock, and gives a field that asks for today the reader's own day. A page comes
// with UTC, and says so; what live.js and page.js fetch is changed likewise before it is compared or shown.

const format = (style) => new Intl.DateTimeFormat("en-GB", style);
const day = format({ dateStyle: "long" });
const minute = format({ timeStyle: "short" });
const second = format({ timeStyle: "medium" });

function localise(page) {
  page.querySelectorAll("time[datetime$=Z]").forEach(say);
  page.querySelectorAll("input[data-today]").forEach(offer);
}

function say(time) {
  const moment = new Date(time.dateTime);
  time.title ||= time.textContent;
  time.textContent = "clock" in time.dataset ? second.format(moment) : `${day.format(moment)}, ${minute.format(moment)}`;
}

// What the page offers, not what somebody has typed: a field that was changed stays as it is.
function offer(field) {
  field.defaultValue = today();
}

function today() {
  const now = new Date();
  return new Date(now - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
}

localise(document);
document.addEventListener("reuse:arrived", ({ detail }) => localise(detail));
// A page may stay open over midnight.
document.addEventListener("visibilitychange", () => localise(document));
document.addEventListener("submit", ({ target }) => target.querySelectorAll("input[type=hidden][data-today]").forEach(offer));
