// The map by keyboard: each row of cells is one stop of Tab. Ctrl with an arrow key moves between cells, as plain arrows
// belong to the control in a cell; Ctrl with Enter opens what else there is to say about it.
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

function setStops() {
  document.querySelectorAll(".matrix tbody tr").forEach(setStop);
}

document.addEventListener("focusin", ({ target }) => {
  const cell = target.closest(".matrix td.cell");
  if (!cell) return;
  stops[cell.parentElement.id] = cellsOf(cell.parentElement).indexOf(cell);
  setStop(cell.parentElement);
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

document.addEventListener("reuse:read", setStops);
setStops();
