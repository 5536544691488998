// Where the boxes of a diagram go: in columns from left to right, each to the right of what leads
// to it, and in each column near to what they are joined with.

const SWEEPS = 8;

/** Boxes have `rank` set to their column; arrows are `{from, to}` by place in `boxes`. */
function rankBoxes(boxes, arrows) {
  const before = boxes.map(() => []);
  for (const arrow of arrows) before[arrow.to].push(arrow.from);
  const open = new Set();
  const rankOf = (place) => {
    const box = boxes[place];
    if (box.rank !== undefined) return box.rank;
    if (open.has(place)) return 0;  // a cycle
    open.add(place);
    const ranks = before[place].map((from) => rankOf(from) + 1);
    open.delete(place);
    box.rank = Math.max(0, ...ranks);
    return box.rank;
  };
  boxes.forEach((box, place) => rankOf(place));
  const last = Math.max(0, ...boxes.map((box) => box.rank));
  for (const box of boxes) if (box.kind === 'bucket' || box.kind === 'thing') box.rank = last;
}

/** The columns, each a list of places in `boxes`, in an order with few crossings. */
function columnsOf(boxes, arrows) {
  const columns = [];
  boxes.forEach((box, place) => { (columns[box.rank] ??= []).push(place); });
  const joined = boxes.map(() => []);
  for (const {from, to} of arrows) { joined[from].push(to); joined[to].push(from); }
  const places = new Float64Array(boxes.length);
  const settle = (column) => column.forEach((box, row) => { places[box] = (row + 0.5) / column.length; });
  columns.forEach(settle);
  for (let sweep = 0; sweep < SWEEPS; ++sweep) {
    const isForward = sweep % 2 === 0;
    for (const column of isForward ? columns : [...columns].reverse()) {
      const middle = (box) => {
        const near = joined[box].filter((other) => isForward ? boxes[other].rank < boxes[box].rank
          : boxes[other].rank > boxes[box].rank);
        if (near.length === 0) return places[box];
        return near.reduce((sum, other) => sum + places[other], 0) / near.length;
      };
      const middles = new Map(column.map((box) => [box, middle(box)]));
      column.sort((a, b) => middles.get(a) - middles.get(b));
      settle(column);
    }
  }
  return columns;
}
