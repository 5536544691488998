// People by buckets: of each pair the level, and how it comes about. The cells are one stop for the
// Tab key, and the arrow keys go from one to the next.

const MATRIX_ROWS = 60;

class Matrix {
  /** `rows` are by principal, then target; `names` gives a target's short name. */
  constructor(estate, targets, rows, names) {
    this.estate = estate;
    this.targets = targets;
    this.names = names;
    // Those who only reach what many datasets share come last.
    const reachesOwn = ({ways}) => [...ways.keys()].some((target) => !estate.givers.has(target));
    const people = Matrix.byPrincipal(rows);
    const own = people.filter(reachesOwn);
    this.others = people.length - own.length;
    this.people = [...own, ...people.filter((person) => !reachesOwn(person))];
    this.own = own.length === 0 ? people.length : own.length;
    this.limit = Math.min(this.own, MATRIX_ROWS);
    this.filter = '';
    this.body = h('tbody');
    this.count = h('span', {class: 'soft count'});
    this.more = h('p', {class: 'more'});
    this.detail = h('div', {class: 'detail', 'aria-live': 'polite', hidden: true});
    const input = h('input', {
      type: 'search', placeholder: 'Filter', 'aria-label': 'Filter who reaches what',
      autocomplete: 'off', spellcheck: 'false',
      oninput: afterQuiet(80, () => { this.filter = input.value.toLowerCase(); this.limit = MATRIX_ROWS; this.draw(); }),
    });
    const head = h('thead', {}, h('tr', {}, h('th', {scope: 'col', class: 'corner'}, 'Who'),
      targets.map((target) => h('th', {scope: 'col', class: estate.givers.has(target) ? 'upright shared' : 'upright', title: estate.targetNames[target]},
        h('a', {href: targetAddress(estate, target)}, h('span', {}, names(target)))))));
    this.element = h('div', {class: 'table'},
      h('div', {class: 'controls'}, h('span', {class: 'no-print'}, input), this.count, legend()),
      h('div', {class: 'scroll'}, h('table', {
        class: 'matrix', role: 'grid', 'aria-label': 'Who reaches which bucket',
        onkeydown: (event) => this.move(event),
      }, head, this.body)),
      this.more, this.detail);
    this.draw();
  }

  static byPrincipal(rows) {
    const people = [];
    for (const row of rows) {
      if (people.at(-1)?.principal !== row.principal) people.push({principal: row.principal, ways: new Map()});
      const {ways} = people.at(-1);
      if (!ways.has(row.target)) ways.set(row.target, []);
      ways.get(row.target).push(row);
    }
    return people;
  }

  draw() {
    const {estate} = this;
    const shown = this.people.filter(({principal}) => estate.ids[principal].includes(this.filter));
    this.body.replaceChildren(...shown.slice(0, this.limit).map((person) => h('tr', {},
      h('th', {scope: 'row'}, nodeLink(estate, person.principal)),
      this.targets.map((target) => this.cell(person, target)))));
    if (shown.length === 0) {
      this.body.append(h('tr', {}, h('td', {class: 'empty', colspan: this.targets.length + 1},
        this.people.length === 0 ? 'Nobody.' : 'Nothing fits the filter.')));
    }
    this.body.querySelector('button')?.setAttribute('tabindex', '0');
    this.count.textContent = shown.length === this.people.length ? grouped.format(shown.length)
      : `${grouped.format(shown.length)} of ${grouped.format(this.people.length)}`;
    this.more.replaceChildren();
    if (shown.length <= this.limit) return;
    const showAll = () => { this.limit = Infinity; this.draw(); };
    this.more.append(h('button', {type: 'button', class: 'no-print', onclick: showAll}, `Show all ${grouped.format(shown.length)}`));
    if (this.others > 0 && this.others < this.people.length && this.filter === '') {
      this.more.append(h('span', {class: 'soft'}, `${grouped.format(this.others)} more ${this.others === 1 ? 'reaches' : 'reach'} only what is shared.`));
    }
  }

  cell({principal, ways}, target) {
    const rows = ways.get(target);
    const shared = this.estate.givers.has(target) && 'shared';
    if (!rows) return h('td', {role: 'gridcell', class: shared});
    const [nearest, ...others] = rows;
    const told = rows.map((row) => `${row.right.text}, ${HOW_TEXTS[row.how]}`).join('; ');
    return h('td', {role: 'gridcell', class: shared}, h('button', {
      type: 'button', tabindex: '-1', class: `chip ${levelClass(nearest.right)} ${HOW_CLASSES[nearest.how]}`,
      'aria-label': `${this.estate.ids[principal]}, ${this.names(target)}: ${told}`, title: told,
      onclick: () => this.explain(rows),
    }, nearest.right.text[0].toUpperCase(), others.map((row) =>
      h('span', {class: `also ${levelClass(row.right)} ${HOW_CLASSES[row.how]}`}, row.right.text[0].toUpperCase()))));
  }

  explain(rows) {
    const {estate} = this;
    const [{principal, target}] = rows;
    this.detail.hidden = false;
    this.detail.replaceChildren(
      h('div', {class: 'detail-head'}, h('p', {}, nodeLink(estate, principal), ' reaches ', targetLink(estate, target)),
        h('button', {type: 'button', class: 'quiet', onclick: () => { this.detail.hidden = true; }}, 'Close')),
      ...rows.map((row) => h('div', {class: 'way'}, levelChip(row.right, row.how), howLabel(row.how), trail(estate, row))));
    this.detail.scrollIntoView({block: 'nearest'});
  }

  move(event) {
    if (event.key === 'Escape') { this.detail.hidden = true; return; }
    const from = event.target.closest('tbody td');
    const steps = {ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0]};
    const step = steps[event.key];
    if (!from || !step) return;
    event.preventDefault();
    const rows = [...this.body.rows];
    let [row, column] = [rows.indexOf(from.parentElement), from.cellIndex];
    for (;;) {  // over the empty cells
      row += step[0];
      column += step[1];
      const cell = rows[row]?.cells[column];
      if (!cell) return;
      const button = cell.querySelector('button');
      if (!button) continue;
      event.target.setAttribute('tabindex', '-1');
      button.setAttribute('tabindex', '0');
      button.focus();
      return;
    }
  }

  /** On paper: everybody who reaches what is the dataset's own. */
  showAll() { this.limit = Math.max(this.limit, this.own); this.draw(); }
}
