// The map by keyboard: each row of cells is one stop of Tab. Ctrl with an arrow key moves between cells, as plain arrows
// belong to the control in a cell; Ctrl with Enter opens what else there is to say about it, and Escape closes that.
const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
const stops = {};

function cellsOf(row) {
  return [...row.querySelectorAll("td.cell")].filter((cell) => cell.checkVisibility());
}

function setStop(row) {
  cellsOf(row).forEach((cell, place) => {
    cell.querySelector("select").tabIndex = place === (stops[row.id] ?? 0) ? 0 : -1;
    cell.querySelector(".more").tabIndex = -1;
  });
}

// A cell has the colour of what its control says.
function colour(cell) {
  const { value } = cell.querySelector("select");
  const [, fit] = value.split(":");
  cell.classList.remove("needed", "as-is", "adjust", "rework", "new");
  if (value) cell.classList.add("needed");
  if (fit) cell.classList.add(fit);
}

function setStops() {
  document.querySelectorAll(".matrix:not(.drawn) tbody tr").forEach(setStop);
}

document.addEventListener("focusin", ({ target }) => {
  const cell = target.closest(".matrix td.cell");
  if (!cell) return;
  stops[cell.parentElement.id] = cellsOf(cell.parentElement).indexOf(cell);
  setStop(cell.parentElement);
});

// The cell whose details are shown is marked; they stay out of its way, and give focus back to it when they are closed.
function follow(details) {
  const marked = document.querySelector(".matrix [aria-current]")?.closest("td");
  marked?.querySelector(".more").removeAttribute("aria-current");
  const opened = document.getElementById(details.dataset.cell)?.closest("td");
  opened?.querySelector(".more").setAttribute("aria-current", "true");
  opened?.scrollIntoView({ block: "nearest" });
  if (!details.dataset.cell) enter(marked);
}

function enter(cell) {
  (cell?.checkVisibility() ? cell.querySelector("select") : document.getElementById("matrix"))?.focus();
}

document.addEventListener("keydown", (event) => {
  const inReach = event.key === "Escape" && event.target.closest(".matrix, .cell-details");
  if (inReach) document.querySelector(".cell-details .close")?.click();
});

document.addEventListener("keydown", (event) => {
  const cell = event.ctrlKey && event.target.closest(".matrix td.cell");
  if (!cell) return;
  if (event.key === "Enter") return cell.querySelector(".more").click();
  const step = STEPS[event.key];
  const row = step && cell.parentElement.parentElement.rows[cell.parentElement.sectionRowIndex + step[0]];
  const target = row?.cells[cell.cellIndex + step[1]]?.querySelector("select");
  if (!target) return;
  event.preventDefault();
  target.focus();
});

document.addEventListener("reuse:swapped", ({ detail }) => detail.id === "cell-details" && follow(detail));
document.addEventListener("change", ({ target }) => target.matches(".matrix td.cell select") && colour(target.parentElement));
document.addEventListener("reuse:read", () => {
  setStops();
  document.querySelectorAll(".matrix:not(.drawn) td.cell").forEach(colour);
});
setStops();
