// Tables that can be sorted and filtered, and that show their beginning first.

const PAGE_ROWS = 100;
/** So many are seen at a glance, without a filter. */
const FEW_ROWS = 8;

/**
 * Columns have a `title`, `text(row)` to sort and filter by, and may have `cell(row)` to show,
 * `number(row)` to sort by, and a `wide` mark. Options: `filter` (the first one), `onfilter`,
 * `label`, `empty`, `extra` (controls beside the filter), `keep(row)`, and `cards`: on a phone each
 * row is a card.
 */
class Table {
  constructor(columns, rows, options = {}) {
    this.columns = columns;
    this.rows = rows;
    this.options = options;
    this.order = null;
    this.limit = PAGE_ROWS;
    this.filter = options.filter ?? '';
    this.body = h('tbody');
    this.count = h('span', {class: 'soft count'});
    this.more = h('p', {class: 'more no-print'});
    this.headers = columns.map((column, place) => this.header(column, place));
    this.element = h('div', {class: 'table'}, this.controls(), h('div', {class: 'scroll', tabindex: '-1'},
      h('table', {class: options.cards && 'cards', 'aria-label': options.label}, h('thead', {}, h('tr', {}, this.headers)), this.body)),
      this.more);
    this.draw();
  }

  controls() {
    const input = h('input', {
      type: 'search', placeholder: 'Filter', 'aria-label': `Filter ${this.options.label ?? ''}`,
      value: this.filter, autocomplete: 'off', spellcheck: 'false',
      oninput: afterQuiet(80, () => this.setFilter(input.value)),
    });
    const isLong = this.rows.length > FEW_ROWS || this.filter !== '';
    return h('div', {class: 'controls no-print'}, isLong && input, this.options.extra, isLong && this.count);
  }

  header(column, place) {
    return h('th', {scope: 'col', class: column.number ? 'number' : null, 'aria-sort': 'none'},
      h('button', {type: 'button', onclick: () => this.sortBy(place)}, column.title));
  }

  setFilter(text) {
    this.filter = text;
    this.limit = PAGE_ROWS;
    this.draw();
    this.options.onfilter?.(text);
    announce(`${plural(this.shown.length, 'row')} shown`);
  }

  sortBy(place) {
    const wasUp = this.order?.place === place && this.order.up;
    const isNumber = Boolean(this.columns[place].number);
    const up = this.order?.place === place ? !wasUp : !isNumber;
    this.order = {place, up};
    this.headers.forEach((header, each) => header.setAttribute('aria-sort',
      each !== place ? 'none' : up ? 'ascending' : 'descending'));
    this.draw();
  }

  /** The rows that fit the filter: every word of it, somewhere. */
  fitting() {
    const words = this.filter.toLowerCase().split(/\s+/).filter(Boolean);
    const keep = this.options.keep ?? (() => true);
    if (!this.texts && words.length > 0) {
      this.texts = new Map(this.rows.map((row) =>
        [row, this.columns.map((column) => column.text(row)).join('\n').toLowerCase()]));
    }
    return this.rows.filter((row) => keep(row) &&
      words.every((word) => this.texts.get(row).includes(word)));
  }

  sorted(rows) {
    if (!this.order) return rows;
    const column = this.columns[this.order.place];
    const sign = this.order.up ? 1 : -1;
    const compare = column.number ? (a, b) => column.number(a) - column.number(b)
      : (a, b) => byName(column.text(a), column.text(b));
    return [...rows].sort((a, b) => sign * compare(a, b));
  }

  draw() {
    this.shown = this.sorted(this.fitting());
    const {columns} = this;
    this.body.replaceChildren(...this.shown.slice(0, this.limit).map((row) =>
      h('tr', {}, columns.map((column, place) => h(place === 0 ? 'th' : 'td', {
        scope: place === 0 ? 'row' : null,
        class: column.number ? 'number' : column.wide ? 'wide' : null, 'data-title': column.title,
      }, column.cell ? column.cell(row) : column.text(row))))));
    if (this.shown.length === 0) {
      this.body.append(h('tr', {}, h('td', {class: 'empty', colspan: columns.length},
        this.rows.length === 0 ? this.options.empty ?? 'Nothing.' : 'Nothing fits the filter.')));
    }
    this.count.textContent = this.shown.length === this.rows.length ? grouped.format(this.rows.length)
      : `${grouped.format(this.shown.length)} of ${grouped.format(this.rows.length)}`;
    this.drawMore();
  }

  drawMore() {
    const left = this.shown.length - this.limit;
    const show = (count) => () => { this.limit += count; this.draw(); };
    this.more.replaceChildren();
    if (left <= 0) return;
    if (left > PAGE_ROWS) {
      this.more.append(h('button', {type: 'button', onclick: show(PAGE_ROWS)}, `Show ${PAGE_ROWS} more`));
    }
    this.more.append(h('button', {type: 'button', onclick: show(Infinity)}, `Show all ${grouped.format(this.shown.length)}`));
  }

  /** Paper has no buttons to press. */
  showAll() { this.limit = Infinity; this.draw(); }
}

let printables = [];
/** Whatever must show all of itself before it is printed. */
function printable(part) { printables.push(part); return part; }
window.addEventListener('beforeprint', () => printables.forEach((part) => part.showAll()));

/** A table of what somebody reaches, or of who reaches something. */
function accessTable(estate, rows, who, options) {
  const principal = {
    title: 'Who', text: (row) => estate.ids[row.principal],
    cell: (row) => nodeLink(estate, row.principal),
  };
  const target = {
    title: 'Reaches', text: (row) => `${estate.targetNames[row.target]} ${estate.targetKinds[row.target]}`,
    cell: (row) => targetLink(estate, row.target),
  };
  const dataset = {
    title: 'Dataset', text: (row) => estate.datasetOfTarget(row.target) || 'shared',
    cell: (row) => datasetLink(estate.datasetOfTarget(row.target)),
  };
  const columns = [
    ...(who ? [principal] : [target, dataset]),
    {title: 'Level', text: (row) => row.right.text, cell: (row) => levelChip(row.right, row.how)},
    {title: 'How', text: (row) => HOW_TEXTS[row.how], cell: (row) => howLabel(row.how)},
    {title: 'Through', text: (row) => pathText(estate, row), cell: (row) => trail(estate, row), wide: true},
  ];
  return printable(new Table(columns, rows, {...options, cards: true}));
}
