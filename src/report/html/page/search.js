// The search: datasets, people, accounts, groups, buckets and other things by any part of a name.

const MOST_HITS = 30;
const MOST_OF_A_KIND = 6;

class SearchIndex {
  constructor(estate) {
    this.entries = [];
    const add = (rank, what, iconName, name, href, more = '') =>
      this.entries.push({rank, what, icon: iconName, name, href, text: `${name} ${more}`.toLowerCase()});
    for (const name of estate.datasets.keys()) {
      if (name !== '') add(0, 'Datasets', 'dataset', name, () => datasetAddress(name));
    }
    const ranks = {p: [1, 'People'], m: [4, 'Machine accounts'], g: [3, 'Groups'], n: [6, 'Other principals'], o: [6, 'Other principals']};
    for (let node = 0; node < estate.nodeCount; ++node) {
      const kind = estate.nodeKinds[node];
      add(...ranks[kind], KINDS[kind].icon, estate.labels[node], () => nodeAddress(estate, node), estate.ids[node]);
    }
    for (let target = 0; target < estate.targetCount; ++target) {
      const kind = estate.targetKinds[target];
      if (kind === 'machine-account') continue;  // it is among the nodes
      const isBucket = kind === 'bucket';
      add(isBucket ? 2 : 5, isBucket ? 'Buckets' : 'Other things', isBucket ? 'bucket' : 'thing',
        estate.targetNames[target], () => targetAddress(estate, target), kind);
    }
  }

  /** Names that are it, then those that begin with it, then those that hold it; by kind. */
  find(text) {
    const words = text.toLowerCase().split(/\s+/).filter(Boolean);
    if (words.length === 0) return [];
    const whole = words.join(' ');
    const grade = (entry) => entry.text.startsWith(`${whole} `) ? 0 : entry.text.startsWith(whole) ? 1 : 2;
    const hits = this.entries.filter((entry) => words.every((word) => entry.text.includes(word)))
      .map((entry) => ({entry, grade: grade(entry)}));
    hits.sort((a, b) => a.grade - b.grade || a.entry.rank - b.entry.rank || a.entry.name.length - b.entry.name.length);
    const counts = new Map();
    const kept = hits.filter(({entry}) => {
      counts.set(entry.what, (counts.get(entry.what) ?? 0) + 1);
      return counts.get(entry.what) <= MOST_OF_A_KIND;
    }).slice(0, MOST_HITS).map(({entry}) => entry);
    kept.total = hits.length;
    return kept;
  }
}

/** A box to type into with a list below it (the combobox of the ARIA authoring practices). */
function searchBox(estate) {
  let index = null;
  let hits = [];
  let place = -1;
  const list = h('ul', {class: 'hits', id: 'hits', role: 'listbox', 'aria-label': 'Found', hidden: true});
  const input = h('input', {
    type: 'search', id: 'search-input', role: 'combobox', 'aria-expanded': 'false', 'aria-controls': 'hits',
    'aria-autocomplete': 'list', 'aria-label': 'Search everything', placeholder: 'Search everything',
    autocomplete: 'off', spellcheck: 'false',
  });
  const close = () => {
    list.hidden = true;
    place = -1;
    input.setAttribute('aria-expanded', 'false');
    input.removeAttribute('aria-activedescendant');
  };
  const open = (hit) => {
    location.hash = hit.href();
    input.value = '';
    close();
    input.blur();
  };
  const choose = (next) => {
    place = next;
    list.querySelectorAll('[role=option]').forEach((item, each) => {
      item.setAttribute('aria-selected', String(each === place));
      if (each === place) item.scrollIntoView({block: 'nearest'});
    });
    input.setAttribute('aria-activedescendant', `hit-${place}`);
  };
  const draw = () => {
    index ??= new SearchIndex(estate);
    hits = index.find(input.value);
    const isEmpty = input.value.trim() === '';
    list.hidden = isEmpty;
    input.setAttribute('aria-expanded', String(!isEmpty));
    list.replaceChildren(...hits.map((hit, each) => h('li', {
      role: 'option', id: `hit-${each}`, 'aria-selected': 'false',
      onmousedown: (event) => { event.preventDefault(); open(hit); },
    }, icon(hit.icon), h('span', {class: 'hit-name'}, hit.name), h('span', {class: 'soft'}, hit.what))));
    if (hits.length === 0) list.append(h('li', {class: 'empty'}, 'Nothing has this in its name.'));
    if (hits.total > hits.length) list.append(h('li', {class: 'empty'}, `${grouped.format(hits.total - hits.length)} more: type on`));
    if (hits.length > 0) choose(0);
    if (!isEmpty) announce(`${grouped.format(hits.total ?? 0)} found`);
  };
  input.addEventListener('input', draw);
  input.addEventListener('focus', () => { if (input.value !== '') draw(); });
  input.addEventListener('blur', close);
  input.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') { input.value = ''; close(); input.blur(); }
    if (event.key === 'Enter' && hits[place]) { event.preventDefault(); open(hits[place]); }
    const step = {ArrowDown: 1, ArrowUp: -1}[event.key];
    if (step && hits.length > 0) {
      event.preventDefault();
      choose((place + step + hits.length) % hits.length);
    }
  });
  document.addEventListener('keydown', (event) => {
    const isTyping = event.target.closest?.('input, select, textarea');
    if (event.key === '/' && !isTyping && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      input.focus();
    }
  });
  return [h('span', {class: 'search-icon', 'aria-hidden': 'true'}, svg('svg', {class: 'icon', viewBox: '0 0 16 16'},
    svg('path', {d: 'M7 12A5 5 0 1 0 7 2a5 5 0 0 0 0 10ZM10.700 10.700 14 14'}))), input, h('kbd', {'aria-hidden': 'true'}, '/'), list];
}
