// Behaviour that any page may use, bound by data- attributes.
document.documentElement.classList.add("js");

// A page that chose what to show says so in its address, so that a reload, or what live.js fetches, shows the same.
const chosen = document.querySelector("[data-address]");
if (chosen) history.replaceState(null, "", chosen.dataset.address + location.hash);

// Where save.js has not arrived nothing saves itself; the buttons are there, and a reload may bring it.
addEventListener("load", () => {
  const state = document.getElementById("save-state");
  if (!state || window.reuse) return;
  state.textContent = "A part of this page did not arrive: reload it";
  state.classList.add("trouble");
});

// What was done, in a sentence, stands where the page says that it is saved; after a while that alone is left.
const SENTENCE_FOR = 10000;
document.addEventListener("reuse:done", ({ detail: sentence }) => {
  const state = document.getElementById("save-state");
  if (!state) return;
  state.textContent = sentence;
  state.classList.remove("trouble");
  state.classList.add("sentence");
  setTimeout(() => {
    state.classList.remove("sentence");
    if (state.textContent === sentence) state.textContent = "✓ saved";
  }, SENTENCE_FOR);
});

// A button[data-copies] copies what a field holds. Without https a page has no clipboard, so the old way stays.
document.addEventListener("click", async (event) => {
  const button = event.target.closest("button[data-copies]");
  if (!button) return;
  const field = document.getElementById(button.dataset.copies);
  field.select();
  const isCopied = await (navigator.clipboard?.writeText(field.value) ?? Promise.reject()).then(() => true, () => document.execCommand("copy"));
  button.nextElementSibling.textContent = button.textContent = isCopied ? "Copied" : "Selected: copy it";
});

// A link[data-swap] replaces one element by what the page it leads to has in its place.
document.addEventListener("click", async (event) => {
  const link = event.target.closest("a[data-swap]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  const fresh = await swapped(link).catch(() => null);
  if (!fresh) return location.assign(link.href);
  document.getElementById(link.dataset.swap).replaceWith(fresh);
  const address = keepingOpen(link);
  history.replaceState(null, "", address);
  if (document.body.dataset.page) document.body.dataset.page = address;
  (fresh.querySelector("input:not([type=hidden]), select, textarea") ?? fresh.querySelector("a"))?.focus();
  document.dispatchEvent(new CustomEvent("reuse:swapped", { detail: fresh }));
});

// The address that the page has now: what else was opened on it stays open when live.js asks for it again.
function keepingOpen(link) {
  const before = new URL(document.body.dataset.page ?? location.href, location.href).searchParams.getAll("open");
  const address = new URL(link.href);
  const own = link.dataset.swap.slice(link.dataset.swap.indexOf("-") + 1);
  const others = before.filter((key) => key !== own);
  others.forEach((key) => address.searchParams.append("open", key));
  return address.href;
}

async function swapped(link) {
  const answer = await fetch(link.href);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  document.dispatchEvent(new CustomEvent("reuse:arrived", { detail: page }));
  return answer.ok && page.getElementById(link.dataset.swap);
}

// A details[data-remember] stays as this person left it, on every page; until then one below the work begins closed.
for (const drawer of document.querySelectorAll("details[data-remember]")) {
  const { remember } = drawer.dataset;
  const isBelow = matchMedia("(max-width: 62rem)").matches;
  if (isBelow && !document.cookie.includes(`${remember}=`)) drawer.open = false;
  drawer.firstElementChild.addEventListener("click", () => {
    document.cookie = `${remember}=${drawer.open ? "closed" : "open"}; path=/; max-age=31536000; samesite=lax`;
  });
}

// What an address names is opened, and has the focus when it was gone to from here, unless that is further in already.
function reveal(isChosen) {
  const place = document.getElementById(location.hash.slice(1));
  for (let each = place?.closest("details"); each; each = each.parentElement.closest("details")) each.open = true;
  if (isChosen && place?.matches("[tabindex]") && !place.contains(document.activeElement)) place.focus();
}
addEventListener("hashchange", () => reveal(true));
addEventListener("pageshow", () => reveal(false));

// A list[data-scrolled] begins with what the page shows in sight.
requestAnimationFrame(() => {
  for (const list of document.querySelectorAll("[data-scrolled]")) {
    list.scrollLeft = (list.querySelector("[aria-current]")?.offsetLeft ?? 0) - list.clientWidth / 3;
  }
});

// A form[data-filter] shows its effect as soon as a choice is made.
document.addEventListener("change", (event) => {
  if (event.target.form?.matches("[data-filter]")) event.target.form.requestSubmit();
});

// A button[data-sets] puts its value into another control of its form, which saves itself as if it had been used.
document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-sets]");
  if (!button || !window.reuse) return;
  event.preventDefault();
  const control = document.getElementById(button.dataset.sets);
  control.value = button.value;
  control.dispatchEvent(new Event("change", { bubbles: true }));
  for (const each of button.parentElement.children) {
    if (each.matches("[aria-pressed]")) each.setAttribute("aria-pressed", each === button);
    each.querySelector("small")?.remove();
  }
});

// An address that leads to a form which adds entries leads into its first field, so that the next name can follow.
function enterAddForm() {
  const form = document.getElementById(location.hash.slice(1));
  if (!form?.matches("form.add-line, form#add")) return;
  form.querySelector("input:not([type=hidden]), textarea")?.focus({ preventScroll: true });
}
addEventListener("hashchange", enterAddForm);
addEventListener("pageshow", enterAddForm);
