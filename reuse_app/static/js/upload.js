// A form[data-upload] shows how far its file has come, and then that it is being read. The answer takes the page's place.
document.addEventListener("submit", (event) => {
  const form = event.target.closest("form[data-upload]");
  if (!form || event.defaultPrevented) return;
  event.preventDefault();
  const action = event.submitter?.getAttribute("formaction") ?? form.getAttribute("action");
  const request = new XMLHttpRequest();
  const bar = shown(form);
  request.upload.addEventListener("progress", (sent) => sent.lengthComputable && sending(bar, sent.loaded / sent.total));
  request.upload.addEventListener("load", () => sending(bar, 1));
  request.addEventListener("load", () => arrive(request, action));
  request.addEventListener("error", () => say(bar, "This did not arrive. Look at the network, then try again."));
  request.open("POST", action);
  request.send(new FormData(form, event.submitter));
});

function shown(form) {
  form.querySelector(".sending")?.remove();
  const bar = document.createElement("p");
  bar.className = "sending";
  bar.setAttribute("role", "status");
  bar.append(document.createElement("progress"), document.createElement("span"));
  form.append(bar);
  bar.scrollIntoView({ block: "nearest" });
  sending(bar, 0);
  return bar;
}

function sending(bar, share) {
  const progress = bar.querySelector("progress");
  if (share < 1) progress.value = share;
  else progress.removeAttribute("value");
  say(bar, share < 1 ? "Sending…" : "Reading…");
}

function say(bar, text) {
  const words = bar.querySelector("span");
  if (words.textContent !== text) words.textContent = text;
}

// A redirect leads on; a page that answers the form itself is shown in place.
function arrive(request, action) {
  if (new URL(request.responseURL).pathname !== action) return location.assign(request.responseURL);
  const page = new DOMParser().parseFromString(request.responseText, "text/html");
  document.title = page.title;
  document.body.replaceWith(page.body);
  scrollTo(0, 0);
  const main = document.getElementById("main");
  main.tabIndex = -1;
  main.focus({ preventScroll: true });
}
