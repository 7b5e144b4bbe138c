/**
 * The column of each row, so that no column is taken twice and the sum of the weights is as large as possible.
 * `weights`: rows x columns, row-major, finite. `rows` is at most `columns`. Takes rows² x columns steps.
 *
 * Hungarian algorithm by shortest augmenting paths (Jonker, Volgenant 1987).
 */
export function bestAssignment(weights: ArrayLike<number>, rows: number, columns: number): Int32Array<ArrayBuffer> {
  // Places count from 1. Column 0 holds the row that is being placed.
  const rowPrice = new Float64Array(rows + 1);
  const columnPrice = new Float64Array(columns + 1);
  const rowIn = new Int32Array(columns + 1);
  const previous = new Int32Array(columns + 1);
  for (let row = 1; row <= rows; row++) {
    rowIn[0] = row;
    const free = shortestPath(weights, columns, { rowPrice, columnPrice, rowIn, previous });
    // Every row on the path moves one column on.
    for (let column = free; column !== 0;) {
      const before = previous[column] ?? 0;
      rowIn[column] = rowIn[before] ?? 0;
      column = before;
    }
  }
  const columnOf = new Int32Array(rows).fill(-1);
  for (let column = 1; column <= columns; column++) {
    const row = rowIn[column] ?? 0;
    if (row > 0) columnOf[row - 1] = column - 1;
  }
  return columnOf;
}

interface Search {
  readonly rowPrice: Float64Array;
  readonly columnPrice: Float64Array;
  readonly rowIn: Int32Array;
  readonly previous: Int32Array;
}

/** Finds the cheapest way from column 0 to a column without a row, writes it into `previous` and adjusts the prices. */
function shortestPath(weights: ArrayLike<number>, columns: number, search: Search): number {
  const { rowPrice, columnPrice, rowIn, previous } = search;
  const distance = new Float64Array(columns + 1).fill(Infinity);
  const visited = new Uint8Array(columns + 1);
  let at = 0;
  do {
    visited[at] = 1;
    const row = rowIn[at] ?? 0;
    let nearest = Infinity;
    let next = 0;
    for (let column = 1; column <= columns; column++) {
      if (visited[column] === 1) continue;
      const cost = -(weights[(row - 1) * columns + column - 1] ?? 0);
      const through = cost - (rowPrice[row] ?? 0) - (columnPrice[column] ?? 0);
      if (through < (distance[column] ?? 0)) {
        distance[column] = through;
        previous[column] = at;
      }
      if ((distance[column] ?? 0) < nearest) {
        nearest = distance[column] ?? 0;
        next = column;
      }
    }
    for (let column = 0; column <= columns; column++) {
      if (visited[column] === 1) {
        const own = rowIn[column] ?? 0;
        rowPrice[own] = (rowPrice[own] ?? 0) + nearest;
        columnPrice[column] = (columnPrice[column] ?? 0) - nearest;
      } else distance[column] = (distance[column] ?? 0) - nearest;
    }
    at = next;
  } while ((rowIn[at] ?? 0) !== 0);
  return at;
}
