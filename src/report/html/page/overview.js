// The estate at a glance.

function tile(count, what) {
  return h('li', {}, h('strong', {}, grouped.format(count)), h('span', {}, what));
}

/** A number with a bar that shows it against the greatest. */
function bar(count, most) {
  const width = most === 0 ? 0 : Math.max(count > 0 ? 2 : 0, Math.round(count / most * 100));
  return h('span', {class: 'bar-cell'}, svg('svg', {class: 'meter', viewBox: '0 0 100 8', preserveAspectRatio: 'none', 'aria-hidden': 'true'},
    svg('rect', {width: 100, height: 8, rx: 0, class: 'track'}), svg('rect', {width, height: 8, class: 'value'})),
  h('span', {}, grouped.format(count)));
}

function sumOf(rows, key) { return rows.reduce((sum, row) => sum + row[key], 0); }

function datasetsTable(estate, fields) {
  const rows = [...estate.datasets].filter(([name]) => name !== '').map(([name, origins]) => ({
    name, clouds: origins.map((origin) => origin.cloud).join(', '),
    people: sumOf(origins, 'people'), buckets: sumOf(origins, 'buckets'),
    groups: sumOf(origins, 'groups'), resources: sumOf(origins, 'resources'), warnings: sumOf(origins, 'warnings'),
  }));
  const most = Math.max(0, ...rows.map((row) => row.people));
  const count = (title, key, cell) => ({
    title, text: (row) => String(row[key]), number: (row) => row[key],
    cell: cell ?? ((row) => grouped.format(row[key])),
  });
  return printable(new Table([
    {title: 'Dataset', text: (row) => row.name, cell: (row) => h('a', {class: 'name', href: datasetAddress(row.name)}, icon('dataset'), h('span', {}, row.name))},
    {title: 'Cloud', text: (row) => row.clouds},
    count('People who reach it', 'people', (row) => bar(row.people, most)),
    count('Buckets', 'buckets'), count('Groups', 'groups'), count('Resources', 'resources'),
    ...(rows.some((row) => row.warnings > 0) ? [count('Warnings', 'warnings')] : []),
  ], rows, {label: 'datasets', filter: fields.filter, onfilter: (filter) => keepFields({filter}), empty: 'No datasets.'}));
}

function peopleTable(estate) {
  const rows = estate.nodesOfKind('p').map((node) => ({
    node, buckets: 0, datasets: 0, ...estate.reach.get(node),
    groups: estate.stepsFrom(node).filter((step) => (step & 1) === 0).length,
  }));
  const most = Math.max(0, ...rows.map((row) => row.buckets));
  return printable(new Table([
    {title: 'Person', text: (row) => estate.ids[row.node], cell: (row) => nodeLink(estate, row.node)},
    {title: 'Buckets reached', text: (row) => String(row.buckets), number: (row) => row.buckets, cell: (row) => bar(row.buckets, most)},
    {title: 'Datasets', text: (row) => String(row.datasets), number: (row) => row.datasets},
    {title: 'Member of groups', text: (row) => String(row.groups), number: (row) => row.groups},
  ], rows, {label: 'people', empty: 'The plan names no people.'}));
}

function kindsTable(estate) {
  return printable(new Table([
    {title: 'Kind', text: (row) => row[0]},
    {title: 'Resources', text: (row) => String(row[1]), number: (row) => row[1], cell: (row) => grouped.format(row[1])},
  ], estate.kinds, {label: 'kinds of resources', empty: 'The plan makes nothing.'}));
}

function notesList(notes, estate) {
  return h('ul', {class: 'notes'}, notes.map(([origin, text]) => h('li', {}, text,
    estate && origin >= 0 && estate.origins[origin].dataset !== '' && [' ', datasetLink(estate.origins[origin].dataset)])));
}

function overview(estate, fields) {
  const countOf = (kind) => estate.nodesOfKind(kind).length;
  const buckets = estate.targetKinds.filter((kind) => kind === 'bucket').length;
  const datasets = [...estate.datasets.keys()].filter(Boolean).length;
  return {
    title: '',
    content: [
      heading('Estate', 'dataset', estate.title, [
        'Everything that people and machines will be able to reach once this plan is deployed']),
      h('ul', {class: 'tiles'}, tile(datasets, 'datasets'), tile(countOf('p'), 'people'),
        tile(countOf('m'), 'machine accounts'), tile(countOf('g'), 'groups'), tile(buckets, 'buckets'),
        tile(sumOf(estate.origins, 'grants'), 'grants'), tile(sumOf(estate.origins, 'resources'), 'resources')),
      section('Datasets', null, datasetsTable(estate, fields).element),
      section('People', 'All buckets that a person can reach, whether at once, on request or by becoming a machine account.',
        peopleTable(estate).element),
      estate.notes.length > 0 && section('Warnings', null, notesList(estate.notes, estate)),
      section('Resources', null, h('details', {class: 'fold'}, h('summary', {}, plural(estate.kinds.length, 'kind'), ' of resources'),
        kindsTable(estate).element)),
    ],
  };
}
