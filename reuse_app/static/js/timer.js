// Shows the time left by the server's clock, whatever this computer's clock says. The end is said once aloud, and heard
// where the page asks for a sound.

const clock = document.getElementById("clock");
const says = document.getElementById("clock-says");
// The page was made when its first byte left: what this computer's clock said then tells how far the two are apart.
const [visit] = performance.getEntriesByType("navigation");
const begun = Date.now() - performance.now();
const apart = Number(document.body.dataset.now) * 1000 - (begun + (visit?.responseStart ?? 0));
let last;

function show() {
  const timer = document.getElementById("timer");
  const ends = Number(timer?.dataset.ends) * 1000;
  clock.hidden = !ends;
  if (!ends) return (last = undefined);
  const left = Math.max(0, Math.ceil((ends - Date.now() - apart) / 1000));
  if (left === last) return;
  clock.textContent = left ? said(left) : "Time is up";
  clock.classList.toggle("over", !left);
  if (last > 60 && left <= 60 && left) says.textContent = "One minute left";
  if (last > 0 && !left) end(timer);
  if (left > 60) says.textContent = "";
  last = left;
}

function said(left) {
  const [hours, minutes, seconds] = [Math.floor(left / 3600), Math.floor(left / 60) % 60, left % 60];
  const two = (number) => String(number).padStart(2, "0");
  return hours ? `${hours}:${two(minutes)}:${two(seconds)}` : `${minutes}:${two(seconds)}`;
}

function end(timer) {
  says.textContent = "Time is up";
  if ("sound" in timer.dataset) sound();
}

function sound() {
  const audio = new AudioContext();
  for (const [place, pitch] of [660, 880, 660].entries()) {
    const tone = new OscillatorNode(audio, { frequency: pitch });
    const loud = new GainNode(audio, { gain: 0.15 });
    tone.connect(loud).connect(audio.destination);
    tone.start(audio.currentTime + place * 0.35);
    tone.stop(audio.currentTime + place * 0.35 + 0.25);
  }
}

if (clock) {
  show();
  setInterval(show, 250);
  document.addEventListener("reuse:read", show);
}
