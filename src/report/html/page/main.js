// Which view is shown: the address after the # says it.

/** The fields of an address: `#dataset=cardiac&filter=main`. */
function fieldsOf(hash) {
  const decoded = (text) => {
    try { return decodeURIComponent(text); } catch { return text; }
  };
  return Object.fromEntries(hash.replace(/^#/, '').split('&').filter(Boolean).map((part) => {
    const equals = part.indexOf('=');
    return equals < 0 ? [part, ''] : [part.slice(0, equals), decoded(part.slice(equals + 1))];
  }));
}

/** Keeps what a reader has set in the address, so that it goes with the link. */
function keepFields(changed) {
  history.replaceState(null, '', address({...fieldsOf(location.hash), ...changed}));
}

const VIEWS = [
  ['dataset', 'dataset', (estate, name, fields) => estate.datasets.has(name) && name !== '' && datasetView(estate, name, fields)],
  ...['person', 'account', 'group', 'other'].map((route) => [route, route, (estate, name, fields) => {
    const node = estate.findNode(name);
    return node >= 0 && principalView(estate, node, fields);
  }]),
  ['bucket', 'bucket', (estate, name, fields) => {
    const target = estate.findBucket(name);
    return target >= 0 && targetView(estate, target, fields);
  }],
  ['resource', 'resource', (estate, name, fields) => {
    const target = estate.findTarget(name);
    return target >= 0 && targetView(estate, target, fields);
  }],
];

function notFound(what, name) {
  return {
    title: 'Not found',
    content: [heading('Not found', 'outside', name, [`This plan has no ${what} of that name.`]),
      h('p', {}, 'Somebody who has left has no access here. ', h('a', {href: '#'}, 'All datasets and people'), ' are on the first page; the search finds parts of names.')],
  };
}

function viewOf(estate, fields) {
  for (const [key, what, make] of VIEWS) {
    if (key in fields) return make(estate, fields[key], fields) || notFound(what, fields[key]);
  }
  return overview(estate, fields);
}

function start() {
  const element = document.getElementById('estate');
  const estate = new Estate(JSON.parse(element.textContent));
  element.remove();  // its text need not be kept beside what was read of it
  const main = document.getElementById('main');
  const fingerprint = document.querySelector('meta[name=fingerprint]').content;
  document.getElementById('home').textContent = estate.title;
  document.getElementById('search').append(...searchBox(estate));
  document.getElementById('footer').append(
    h('p', {}, `Made by cpginfra ${estate.library} of the plan of ${estate.title}. `,
      h('span', {title: fingerprint}, `Fingerprint ${fingerprint.slice(0, 12)}.`),
      h('span', {class: 'only-print', id: 'printed'})));
  window.addEventListener('beforeprint', () => {
    document.getElementById('printed').textContent = ` Printed on ${new Date().toLocaleDateString('en', {dateStyle: 'long'})}.`;
  });
  document.querySelector('.skip').addEventListener('click', (event) => {
    event.preventDefault();
    main.focus();
  });
  const show = (isFirst) => {
    printables = [];
    const view = viewOf(estate, fieldsOf(location.hash));
    document.title = view.title === '' ? `${estate.title}: who can reach what` : `${view.title} · ${estate.title}`;
    main.replaceChildren(...[view.content].flat(Infinity).filter(Boolean));
    if (!isFirst) {
      window.scrollTo(0, 0);
      main.querySelector('h1').focus({preventScroll: true});
    }
  };
  window.addEventListener('hashchange', () => show(false));
  show(true);
  document.documentElement.dataset.ready = 'yes';
}

start();
