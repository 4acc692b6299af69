// The big screen: lets what is new on it fade in, and makes its letters as large as there is room for.

const PIECES = ".eyebrow, h1, h2, #scene :is(p, li, dl > div, td, th, .told, .choice-map, .qr)";
const SMALLEST = 0.35;
const STEP = 0.95;
const main = document.getElementById("main");
let before;

function pieces() {
  return [...main.querySelectorAll(PIECES)];
}

// A piece is the same as before if it says the same in the same look.
function said(piece) {
  piece.classList.remove("arrived");
  return `${piece.localName} ${piece.className} ${piece.textContent}`;
}

function isTooLarge() {
  const scene = document.getElementById("scene");
  return scene.scrollHeight > scene.clientHeight + 1 || scene.scrollWidth > scene.clientWidth + 1;
}

function fit() {
  let scale = 1;
  main.style.setProperty("--fit", scale);
  while (scale > SMALLEST && isTooLarge()) main.style.setProperty("--fit", (scale *= STEP));
}

function fadeIn() {
  for (const piece of pieces()) if (!before.has(said(piece))) piece.classList.add("arrived");
}

document.addEventListener("reuse:reading", () => (before = new Set(pieces().map(said))));
document.addEventListener("reuse:read", () => {
  fit();
  fadeIn();
});
addEventListener("resize", fit);
document.fonts.ready.then(fit);
fit();
