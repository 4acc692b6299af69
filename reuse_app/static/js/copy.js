// A button[data-copies-table] copies the table before it: as cells for a spreadsheet, as a table for a document.
// What a spreadsheet could take for a formula stands behind an apostrophe, as in CSV.
const RISKY = /^[=+\-@\t\r']/;
const NUMBER = /^-?\d+(\.\d+)?$/;

document.addEventListener("click", async ({ target }) => {
  const button = target.closest("button[data-copies-table]");
  if (!button) return;
  const before = button.previousElementSibling;
  const table = before.matches("table") ? before : before.querySelector("table");
  const isCopied = await write(table, formats(table));
  button.nextElementSibling.textContent = button.textContent = isCopied ? "Copied" : "Selected: copy it";
});

function formats(table) {
  const rows = [...table.rows].map((row) => [...row.cells].map(said));
  const copy = document.createElement("table");
  for (const cells of rows) {
    const row = copy.insertRow();
    for (const text of cells) row.insertCell().textContent = text;
  }
  const lines = rows.map((cells) => cells.join("\t"));
  return { "text/html": copy.outerHTML, "text/plain": lines.join("\n") };
}

// What a cell says: of a name that opens, the name; of a figure, its digits as a spreadsheet reads them.
function said(cell) {
  const shown = (cell.querySelector("summary") ?? cell).textContent.replace(/\u00ad/g, "").replace(/\s*[\t\r\n]\s*/g, " ").trim();
  const digits = shown.replace(/\u202f/g, "").replace("\u2212", "-");
  if (NUMBER.test(digits)) return digits;
  return RISKY.test(shown) ? `'${shown}` : shown;
}

// Without https a page has no clipboard, so the old way stays; where that fails too, the table is selected.
async function write(table, texts) {
  const blobs = Object.entries(texts).map(([type, text]) => [type, new Blob([text], { type })]);
  const isWritten = await (navigator.clipboard?.write([new ClipboardItem(Object.fromEntries(blobs))]) ?? Promise.reject()).then(() => true, () => false);
  if (isWritten) return true;
  getSelection().selectAllChildren(table);
  let isTaken = false;
  const take = (copying) => {
    for (const [type, text] of Object.entries(texts)) copying.clipboardData.setData(type, text);
    copying.preventDefault();
    isTaken = true;
  };
  document.addEventListener("copy", take, { once: true });
  const isCopied = document.execCommand("copy") && isTaken;
  document.removeEventListener("copy", take);
  if (isCopied) getSelection().removeAllRanges();
  return isCopied;
}
