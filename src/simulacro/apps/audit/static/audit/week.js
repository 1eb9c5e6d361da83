// The week is one stop of the Tab key; the arrow keys, Home and End go through its hours.

const STEPS = {
  ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0],
};

const rowsOf = (table) => [...table.tBodies[0].rows].map((row) => [...row.querySelectorAll("a")]);

function stopAt(table, link) {
  for (const other of table.querySelectorAll("tbody a")) other.tabIndex = other === link ? 0 : -1;
}

function oneStopEach() {
  document.getElementById("week-keys")?.removeAttribute("hidden");
  for (const table of document.querySelectorAll(".week table")) {
    const worst = table.querySelector(".heat-worst a") ?? table.querySelector("tbody a");
    if (worst) stopAt(table, worst);
  }
}

function next(rows, link, key) {
  const row = rows.findIndex((links) => links.includes(link));
  const column = rows[row].indexOf(link);
  if (key === "Home") return rows[row][0];
  if (key === "End") return rows[row].at(-1);
  const [down, right] = STEPS[key];
  return rows[row + down]?.[column + right];
}

document.addEventListener("keydown", (event) => {
  const link = event.target.closest?.(".week tbody a");
  if (!link || event.ctrlKey || event.metaKey || event.altKey) return;
  if (!(event.key in STEPS) && event.key !== "Home" && event.key !== "End") return;
  event.preventDefault();
  const table = link.closest("table");
  const to = next(rowsOf(table), link, event.key);
  if (!to) return;
  stopAt(table, to);
  to.focus();
});

oneStopEach();
document.addEventListener("htmx:afterSettle", oneStopEach);
