// The diagram of a dataset: who is in which of its groups, and what these reach. One can follow it:
// whatever is pointed at shows what leads to it and where it leads.

const BOX = {width: 186, height: 26, gap: 10, column: 60, margin: 12};
/** A drawing up to this width is made smaller where the window is; a wider one scrolls. */
const WIDEST = 1500;
/** More members of a kind than this in one group become one box. */
const MOST_MEMBERS = 8;
const BOX_KINDS = [['person', 'People'], ['account', 'Machine accounts'], ['group', 'Groups'],
  ['outside', 'Other principals'], ['bucket', 'Buckets'], ['thing', 'Other things']];

/** The boxes and arrows of a dataset. */
class DatasetDiagram {
  constructor(estate, dataset) {
    this.estate = estate;
    this.boxes = [];
    this.arrows = [];
    this.places = new Map();
    const groups = estate.groupsOf(dataset);
    this.own = new Set(groups);
    for (const group of groups) this.addMembers(group);
    for (const target of estate.targetsOf(dataset)) this.addGrants(target, dataset);
  }

  box(key, made) {
    if (!this.places.has(key)) this.places.set(key, this.boxes.push(made()) - 1);
    return this.places.get(key);
  }
  nodeBox(node) {
    const {estate} = this;
    return this.box(`node ${node}`, () => ({
      kind: KINDS[estate.nodeKinds[node]].icon, label: this.labelOf(node),
      href: nodeAddress(estate, node),
    }));
  }
  /** With the cloud where there are several, since groups of one name are on each. */
  labelOf(node) {
    const {estate} = this;
    const isEverywhere = estate.clouds.size > 1 && estate.isGroup(node);
    return estate.labels[node] + (isEverywhere ? ` (${estate.cloudOfNode(node)})` : '');
  }
  join(from, to, label = '', request = false) { this.arrows.push({from, to, label, request}); }

  /** The members of a group, those of a kind that are many as one box. */
  addMembers(group) {
    const {estate} = this;
    const to = this.nodeBox(group);
    const kinds = new Map();
    for (const step of estate.stepsTo(group)) {
      const member = step >> 1;
      const kind = this.own.has(member) ? 'own' : estate.nodeKinds[member];
      if (!kinds.has(kind)) kinds.set(kind, []);
      kinds.get(kind).push(member);
    }
    for (const [kind, members] of kinds) {
      if (kind === 'own' || members.length <= MOST_MEMBERS) {
        for (const member of members) this.join(this.nodeBox(member), to);
      } else {
        this.join(this.crowd(group, kind, members.length), to);
      }
    }
  }
  crowd(group, kind, count) {
    const {name, icon: kindIcon} = KINDS[kind];
    const label = kind === 'g' ? `${plural(count, 'group')} of other datasets` : plural(count, name);
    return this.box(`crowd ${group} ${kind}`, () => ({
      kind: kindIcon, label, href: nodeAddress(this.estate, group), isCrowd: true,
    }));
  }

  addGrants(target, dataset) {
    const {estate} = this;
    if (estate.givers.has(target)) return;  // shared with others: its own page says who reaches it
    const members = new Map();
    for (const grant of estate.grantsOn(target)) {
      const right = estate.rightOf(grant);
      const key = `${estate.grantMembers[grant]} ${right.request}`;
      const scale = estate.grantScales[grant];
      if (!members.has(key)) members.set(key, {member: estate.grantMembers[grant], request: right.request, levels: new Map()});
      const {levels} = members.get(key);
      if (!levels.has(scale)) levels.set(scale, right.text);
    }
    if (members.size === 0) return;
    const to = this.targetBox(target);
    for (const {member, request, levels} of members.values()) {
      this.join(this.nodeBox(member), to, [...levels.values()].join(', '), request);
    }
  }
  targetBox(target) {
    const {estate} = this;
    if (estate.targetKinds[target] === 'machine-account') {
      const node = estate.findNode(estate.targetNames[target]);
      if (node >= 0) return this.nodeBox(node);
    }
    const isBucket = estate.targetKinds[target] === 'bucket';
    return this.box(`target ${target}`, () => ({
      kind: isBucket ? 'bucket' : 'thing',
      label: isBucket ? estate.targetNames[target] : `${estate.targetKinds[target]} ${estate.targetNames[target]}`,
      href: targetAddress(estate, target),
    }));
  }
}

/** All places that are reached from some, along arrows from `from` to `to`. */
function reachedFrom(starts, arrows, from, to) {
  const next = new Map();
  for (const arrow of arrows) {
    if (!next.has(arrow[from])) next.set(arrow[from], []);
    next.get(arrow[from]).push(arrow[to]);
  }
  const seen = new Set(starts);
  for (const place of seen) for (const other of next.get(place) ?? []) seen.add(other);
  return seen;
}

/** The boxes worth showing: with a filter all, without one those that lead to what can be reached. */
function leadingBoxes(boxes, arrows, words) {
  const ends = boxes.flatMap(({kind}, place) => kind === 'bucket' || kind === 'thing' ? [place] : []);
  const used = new Set(arrows.flatMap(({from, to}) => [from, to]));
  const targets = ends.filter((place) => used.has(place));
  return words.length > 0 || targets.length === 0 ? used : reachedFrom(targets, arrows, 'to', 'from');
}

/** What is left when only some kinds of boxes are wanted, and of these what the filter leads by. */
function filteredDiagram({boxes, arrows}, off, filter) {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  const isWanted = boxes.map((box) => !off.has(box.kind));
  let kept = arrows.filter(({from, to}) => isWanted[from] && isWanted[to]);
  if (words.length > 0) {
    const hits = boxes.flatMap((box, place) =>
      isWanted[place] && words.every((word) => box.label.toLowerCase().includes(word)) ? [place] : []);
    const near = new Set([...reachedFrom(hits, kept, 'from', 'to'), ...reachedFrom(hits, kept, 'to', 'from')]);
    isWanted.forEach((was, place) => { isWanted[place] = was && near.has(place); });
    kept = kept.filter(({from, to}) => isWanted[from] && isWanted[to]);
  }
  const joined = leadingBoxes(boxes, kept, words);
  kept = kept.filter(({from, to}) => joined.has(from) && joined.has(to));
  const places = new Map();
  const shown = boxes.filter((box, place) => {
    if (!isWanted[place] || (words.length === 0 && !joined.has(place))) return false;
    places.set(place, places.size);
    return true;
  }).map((box) => ({...box}));
  return {boxes: shown, arrows: kept.map((arrow) => ({...arrow, from: places.get(arrow.from), to: places.get(arrow.to)}))};
}

class DiagramView {
  constructor(diagram, filter, onfilter) {
    this.diagram = diagram;
    this.filter = filter;
    // Buckets are what it is about; the rest is a click away.
    this.off = new Set(['thing']);
    this.canvas = h('div', {class: 'canvas', tabindex: '-1'});
    this.count = h('span', {class: 'soft count'});
    const input = h('input', {
      type: 'search', placeholder: 'Filter', 'aria-label': 'Filter the diagram', value: filter,
      autocomplete: 'off', spellcheck: 'false',
      oninput: afterQuiet(120, () => { this.filter = input.value; onfilter(this.filter); this.draw(); }),
    });
    const kinds = BOX_KINDS.filter(([kind]) => diagram.boxes.some((box) => box.kind === kind));
    const flip = (kind) => (event) => {
      if (event.target.checked) this.off.delete(kind); else this.off.add(kind);
      this.draw();
    };
    this.element = h('div', {class: 'diagram'},
      h('div', {class: 'controls no-print'}, input, this.count, h('fieldset', {class: 'choices'},
        h('legend', {}, 'Show'), kinds.map(([kind, text]) => h('label', {},
          h('input', {type: 'checkbox', checked: !this.off.has(kind), onchange: flip(kind)}), h('span', {}, text))))),
      this.canvas,
      h('p', {class: 'soft hint no-print'}, 'Point at a box, or go to one with the arrow keys, to see what leads to it and where it leads. Press Enter or click to open it. What leads to nothing that is shown appears when the filter names it.'));
    this.draw();
  }

  draw() {
    this.shown = filteredDiagram(this.diagram, this.off, this.filter);
    const {boxes, arrows} = this.shown;
    this.count.textContent = `${plural(boxes.length, 'box').replace('boxs', 'boxes')}, ${plural(arrows.length, 'arrow')}`;
    if (boxes.length === 0) {
      this.canvas.replaceChildren(h('p', {class: 'empty'}, 'Nothing fits the filter.'));
      return;
    }
    rankBoxes(boxes, arrows);
    this.columns = columnsOf(boxes, arrows);
    const highest = Math.max(...this.columns.map((column) => column.length));
    const height = highest * (BOX.height + BOX.gap) - BOX.gap + BOX.margin * 2;
    const width = this.columns.length * (BOX.width + BOX.column) - BOX.column + BOX.margin * 2;
    this.columns.forEach((column, rank) => column.forEach((place, row) => {
      const free = height - BOX.margin * 2 - column.length * (BOX.height + BOX.gap) + BOX.gap;
      boxes[place].x = BOX.margin + rank * (BOX.width + BOX.column);
      boxes[place].y = BOX.margin + free / 2 + row * (BOX.height + BOX.gap);
    }));
    this.lines = arrows.map((arrow) => this.line(arrow));
    this.parts = boxes.map((box, place) => this.part(box, place));
    const drawing = svg('svg', {
      width, height, class: width < WIDEST ? 'fitted' : null, viewBox: `0 0 ${width} ${height}`, role: 'group', 'aria-label': 'Diagram of groups and buckets',
      onkeydown: (event) => this.move(event),
    }, this.lines, this.parts);
    this.canvas.replaceChildren(drawing);
    this.parts[this.columns[0][0]].setAttribute('tabindex', '0');
  }

  line({from, to, label, request}) {
    const {boxes} = this.shown;
    const [x1, y1] = [boxes[from].x + BOX.width, boxes[from].y + BOX.height / 2];
    const [x2, y2] = [boxes[to].x, boxes[to].y + BOX.height / 2];
    const bend = Math.max(30, Math.abs(x2 - x1) / 2);
    const level = ['list', 'read', 'append', 'mutate'].includes(label) ? label : '';
    return svg('g', {class: `line ${level} ${request ? 'request' : ''}`},
      svg('path', {d: `M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`}),
      label !== '' && svg('text', {x: (x1 + x2) / 2, y: (y1 + y2) / 2 + 4, 'text-anchor': 'middle'}, request ? `${label} on request` : label));
  }

  part(box, place) {
    return svg('a', {
      class: `box ${box.kind}`, href: box.href, tabindex: '-1', 'aria-label': `${box.kind} ${box.label}`,
      onmouseenter: () => this.follow(place), onmouseleave: () => this.follow(null),
      onfocus: () => this.follow(place), onblur: () => this.follow(null),
    }, svg('title', {}, box.label),
    svg('rect', {x: box.x, y: box.y, width: BOX.width, height: BOX.height, rx: box.kind === 'person' ? 13 : 5}),
    svg('path', {class: 'icon', d: ICONS[box.kind], transform: `translate(${box.x + 8} ${box.y + 5})`}),
    svg('foreignObject', {x: box.x + 28, y: box.y, width: BOX.width - 34, height: BOX.height}, h('div', {class: 'box-label'}, box.label)));
  }

  /** Shows what leads to a box and where it leads, and the rest in the background. */
  follow(place) {
    const {boxes, arrows} = this.shown;
    this.canvas.classList.toggle('following', place !== null);
    if (place === null) return;
    const before = reachedFrom([place], arrows, 'to', 'from');
    const after = reachedFrom([place], arrows, 'from', 'to');
    boxes.forEach((box, each) => {
      this.parts[each].classList.toggle('near', before.has(each) || after.has(each));
      this.parts[each].classList.toggle('here', each === place);
    });
    arrows.forEach(({from, to}, each) => this.lines[each].classList.toggle('near',
      (before.has(from) && before.has(to)) || (after.has(from) && after.has(to))));
  }

  /** Left and right follow an arrow, up and down stay in the column. */
  move(event) {
    const place = this.parts.indexOf(event.target);
    if (place < 0) return;
    const {boxes, arrows} = this.shown;
    const column = this.columns[boxes[place].rank];
    const row = column.indexOf(place);
    const along = (from, to) => arrows.find((arrow) => arrow[from] === place)?.[to];
    const next = {
      ArrowUp: () => column[row - 1], ArrowDown: () => column[row + 1],
      ArrowRight: () => along('from', 'to'), ArrowLeft: () => along('to', 'from'),
    }[event.key]?.();
    if (next === undefined) return;
    event.preventDefault();
    this.parts[place].setAttribute('tabindex', '-1');
    this.parts[next].setAttribute('tabindex', '0');
    this.parts[next].focus();
  }

  showAll() {}
}
