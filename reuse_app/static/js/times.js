// Says each moment by the reader's own clock, and gives a field that asks for today the reader's own day, and one for a
// moment their own hour. A page comes with UTC, and says so; what live.js and page.js fetch is changed likewise before it is compared or shown.

const format = (style) => new Intl.DateTimeFormat("en-GB", style);
const day = format({ dateStyle: "long" });
const minute = format({ timeStyle: "short" });
const second = format({ timeStyle: "medium" });

function localise(page) {
  page.querySelectorAll("time[datetime$=Z]").forEach(say);
  page.querySelectorAll("input[data-today]").forEach(offer);
  page.querySelectorAll("[data-zone]").forEach((zone) => zone.remove());
  page.querySelectorAll("input[data-moment]").forEach(hold);
}

function say(time) {
  const moment = new Date(time.dateTime);
  time.title ||= time.textContent;
  time.textContent = "clock" in time.dataset ? (time.dataset.clock ? minute : second).format(moment) : `${day.format(moment)}, ${minute.format(moment)}`;
}

// What the page offers, not what somebody has typed: a field that was changed stays as it is.
function offer(field) {
  field.defaultValue = today();
}

function hold(field) {
  field.defaultValue = ownClock(new Date(field.dataset.moment)).slice(0, 16);
}

function today() {
  return ownClock(new Date()).slice(0, 10);
}

function ownClock(moment) {
  return new Date(moment - moment.getTimezoneOffset() * 60_000).toISOString();
}

// What is typed by the reader's clock goes out with how far that is from UTC, then and there.
function place(form) {
  const said = form.querySelector("input[type=datetime-local]")?.value;
  const offset = form.querySelector("input[data-offset]");
  if (said && offset) offset.value = new Date(said).getTimezoneOffset();
}

localise(document);
document.addEventListener("reuse:arrived", ({ detail }) => localise(detail));
// A page may stay open over midnight.
document.addEventListener("visibilitychange", () => localise(document));
document.addEventListener("submit", ({ target }) => {
  target.querySelectorAll("input[type=hidden][data-today]").forEach(offer);
  place(target);
});
