// Ctrl with an arrow key moves between the cells of the map; plain arrows stay with the control in the cell.
const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

document.querySelector(".matrix")?.addEventListener("keydown", (event) => {
  const step = event.ctrlKey && STEPS[event.key];
  const cell = event.target.closest("td.cell");
  if (!step || !cell) return;
  const row = cell.parentElement.parentElement.rows[cell.parentElement.sectionRowIndex + step[0]];
  const target = row?.cells[cell.cellIndex + step[1]]?.querySelector("select");
  if (!target) return;
  event.preventDefault();
  target.focus();
});
