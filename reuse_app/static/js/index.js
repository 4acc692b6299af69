// The index of a long page marks the chapter that is being read; on a phone it closes when one is chosen.
const LINE = "-25% 0px -75% 0px";
const reading = new IntersectionObserver((seen) => seen.filter((each) => each.isIntersecting).forEach(mark), { rootMargin: LINE });

function linksOf() {
  return [...document.querySelectorAll("#index a")];
}

function placeOf(link) {
  return document.getElementById(link.hash.slice(1))?.closest(".finding, .chapter");
}

function mark({ target }) {
  for (const link of linksOf()) {
    const isHere = placeOf(link) === target;
    if (isHere) document.querySelector("#index > button > span").textContent = link.textContent;
    if (isHere) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
}

// What others change may put other chapters in the place of these.
function watch() {
  reading.disconnect();
  linksOf().map(placeOf).filter(Boolean).forEach((each) => reading.observe(each));
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("#index a");
  const place = link && placeOf(link);
  if (!place) return;
  if (place.matches("details")) place.open = true;
  if (document.querySelector("#chapters:popover-open")) document.getElementById("chapters").hidePopover();
});
document.addEventListener("reuse:read", watch);
watch();
