// Small parts that the views are made of.

const KINDS = {
  p: {route: 'person', icon: 'person', name: 'person'},
  m: {route: 'account', icon: 'account', name: 'machine account'},
  g: {route: 'group', icon: 'group', name: 'group'},
  n: {route: 'group', icon: 'outside', name: 'group outside of this plan'},
  o: {route: 'other', icon: 'outside', name: 'other principal'},
};
const ICONS = {
  person: 'M8 8.2a2.7 2.7 0 1 0 0-5.4 2.7 2.7 0 0 0 0 5.4ZM3 13.4c.5-2.4 2.5-3.6 5-3.6s4.500 1.200 5 3.600',
  account: 'M4 5.500h8v7H4ZM8 5.500V3M6.300 8.600v.9M9.700 8.600v.9M2.500 8v2M13.500 8v2',
  group: 'M6 7.600a2.200 2.200 0 1 0 0-4.400 2.200 2.200 0 0 0 0 4.400ZM2 13c.4-2.200 1.900-3.300 4-3.300s3.600 1.100 4 3.300M10.300 3.500a2.100 2.100 0 0 1 0 4M11.600 9.900c1.400.4 2.200 1.500 2.500 3.100',
  outside: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12ZM2 8h12M8 2c-4 4-4 8 0 12 4-4 4-8 0-12',
  bucket: 'M3 4.500h10l-1.100 8.200a1 1 0 0 1-1 .8H5.100a1 1 0 0 1-1-.8ZM3 4.500C3 3 13 3 13 4.500',
  thing: 'M8 2.200 13.500 5v6L8 13.800 2.500 11V5ZM2.500 5 8 7.800 13.500 5M8 7.800v6',
  dataset: 'M3 4.200c0-1.100 2.200-1.900 5-1.900s5 .8 5 1.900v7.600c0 1.100-2.200 1.900-5 1.900s-5-.8-5-1.900ZM3 4.200c0 1.100 2.200 1.900 5 1.900s5-.8 5-1.900M3 8c0 1.100 2.200 1.900 5 1.900s5-.8 5-1.900',
};

const byName = new Intl.Collator('en', {numeric: true}).compare;
const grouped = new Intl.NumberFormat('en');

function plural(count, what) {
  const many = what.endsWith('y') ? `${what.slice(0, -1)}ies` : `${what}s`;
  return `${grouped.format(count)} ${count === 1 ? what : what === 'person' ? 'people' : many}`;
}

function icon(name) {
  return svg('svg', {class: 'icon', viewBox: '0 0 16 16', 'aria-hidden': 'true'},
    svg('path', {d: ICONS[name] ?? ICONS.thing}));
}

/** The address of a view, readable where it can be. */
function address(fields) {
  const readable = (text) => encodeURIComponent(text).replace(/%(40|2F|3A)/g, (code) =>
    ({'%40': '@', '%2F': '/', '%3A': ':'})[code]);
  return '#' + Object.entries(fields).filter(([, value]) => value !== '')
    .map(([key, value]) => `${key}=${readable(value)}`).join('&');
}

function datasetAddress(name) { return address({dataset: name}); }
function nodeAddress(estate, node) {
  return address({[KINDS[estate.nodeKinds[node]].route]: estate.ids[node]});
}
function targetAddress(estate, target) {
  if (estate.targetKinds[target] === 'bucket') return address({bucket: estate.targetNames[target]});
  return address({resource: estate.targetKey(target)});
}

function datasetLink(name) {
  return name === '' ? h('span', {class: 'soft'}, 'shared') : h('a', {href: datasetAddress(name)}, name);
}
function nodeLink(estate, node, withIcon = true) {
  const kind = KINDS[estate.nodeKinds[node]];
  return h('a', {class: 'name', href: nodeAddress(estate, node), title: kind.name},
    withIcon && icon(kind.icon), h('span', {}, breakable(estate.labels[node])));
}
function targetIcon(estate, target) {
  return icon(estate.targetKinds[target] === 'bucket' ? 'bucket' : 'thing');
}
function targetLink(estate, target) {
  const maker = estate.makerAmongNamesakes(target);
  return h('a', {class: 'name', href: targetAddress(estate, target), title: estate.targetKinds[target]},
    targetIcon(estate, target), h('span', {}, estate.targetNames[target]),
    maker !== '' && h('span', {class: 'maker'}, maker));
}

/** What a level is drawn as: those of buckets have a scale of colours. */
function levelClass(right) { return right.level <= MUTATE ? right.text : 'plain'; }
const HOW_CLASSES = ['has', 'request', 'become'];
function levelChip(right, how = HAS) {
  return h('span', {class: `chip ${levelClass(right)} ${HOW_CLASSES[how]}`}, right.text);
}
function howLabel(how) {
  return h('span', {class: `how ${HOW_CLASSES[how]}`}, HOW_TEXTS[how]);
}

/** The way from a principal to its access: groups and accounts, the role last. */
function trail(estate, row) {
  const steps = row.path.map((node) =>
    h('li', {}, h('a', {href: nodeAddress(estate, node)}, breakable(estate.labels[node]))));
  return h('ol', {class: 'trail'}, steps, h('li', {class: 'role'}, row.right.end));
}
function pathText(estate, row) {
  return [...row.path.map((node) => estate.labels[node]), row.right.end].join(' ');
}

/** A name that breaks before its `@` where it is long, and only then before the dots after it. */
function breakable(text) {
  const place = text.indexOf('@');
  if (place <= 0) return text;
  const [first, ...rest] = text.slice(place).split(/(?=\.)/);
  const domain = [first, ...rest.flatMap((part) => [h('wbr'), part])];
  return [text.slice(0, place), h('wbr'), h('span', {class: 'domain'}, domain)];
}

function section(title, note, ...children) {
  return h('section', {}, h('div', {class: 'section-head'}, h('h2', {}, title),
    note && h('p', {class: 'soft'}, note)), children);
}

/** A view's heading: what it is, its name, and facts beside it. */
function heading(what, iconName, name, facts) {
  return h('header', {class: 'heading'},
    h('p', {class: 'what'}, icon(iconName), what),
    h('h1', {tabindex: '-1'}, breakable(name)),
    h('p', {class: 'facts'}, facts.filter(Boolean).map((fact) => h('span', {}, fact))));
}

/** A row of choices of which one is taken. */
function choices(label, options, chosen, onchoose) {
  const name = `choice-${Math.random().toString(36).slice(2)}`;
  return h('fieldset', {class: 'choices'}, h('legend', {}, label), options.map(([value, text]) =>
    h('label', {}, h('input', {
      type: 'radio', name, value, checked: value === chosen, onchange: () => onchoose(value),
    }), h('span', {}, text))));
}

/** A row of switches, all on at first; gives the set of those that are off. */
function switches(label, options, onchange) {
  const off = new Set();
  const flip = (value) => (event) => {
    if (event.target.checked) off.delete(value); else off.add(value);
    onchange(off);
  };
  return h('fieldset', {class: 'choices'}, h('legend', {}, label), options.map(([value, text]) =>
    h('label', {}, h('input', {type: 'checkbox', checked: true, onchange: flip(value)}),
      h('span', {}, text))));
}

function announce(text) { document.getElementById('announce').textContent = text; }

/** How the marks of a matrix and of lists are to be read. */
function legend() {
  const mark = (level, text) => h('li', {}, h('span', {class: `chip ${level} has`}, text[0].toUpperCase()), text);
  const way = (how, text) => h('li', {}, h('span', {class: `chip read ${HOW_CLASSES[how]}`}, 'R'), text);
  return h('ul', {class: 'legend', 'aria-label': 'Legend'},
    mark('list', 'list names'), mark('read', 'read'), mark('append', 'append'), mark('mutate', 'mutate'),
    way(REQUEST, 'on request, for some hours'), way(BECOME, 'by becoming a machine account'));
}
