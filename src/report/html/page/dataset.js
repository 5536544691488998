// A dataset: who reaches what, how its groups hang together, and what it consists of.

/** Names without the beginning that all of them share, cut at a hyphen. */
function shortNames(names) {
  if (names.length < 2) return (name) => name;
  let common = names[0];
  for (const name of names) while (!name.startsWith(common)) common = common.slice(0, -1);
  const cut = common.lastIndexOf('-') + 1;
  return (name) => name.slice(cut) || name;
}

/** The dataset's buckets: what it makes first, then what it shares with others. */
function bucketsOf(estate, targets) {
  const buckets = targets.filter((target) => estate.targetKinds[target] === 'bucket');
  return [...buckets.filter((target) => !estate.givers.has(target)), ...buckets.filter((target) => estate.givers.has(target))];
}

function whoReachesWhat(estate, targets) {
  const buckets = bucketsOf(estate, targets);
  const own = buckets.filter((target) => !estate.givers.has(target));
  const cut = shortNames(own.map((target) => estate.targetNames[target]));
  const names = (target) => estate.givers.has(target) ? estate.targetNames[target] : cut(estate.targetNames[target]);
  const holder = h('div');
  let shown = null;
  printable({showAll: () => shown.showAll()});
  const show = (kinds) => {
    shown = new Matrix(estate, buckets, accessTo(estate, buckets, (node) => kinds.includes(estate.nodeKinds[node])), names);
    holder.replaceChildren(shown.element);
  };
  show('p');
  return [h('div', {class: 'no-print'}, choices('Show', [['p', 'People'], ['m', 'Machine accounts'], ['no', 'Others']], 'p', show)), holder];
}

/** Where there are several clouds, things of the same name may be on each. */
function cloudColumn(estate, text) {
  return estate.clouds.size > 1 ? [{title: 'Cloud', text}] : [];
}

function bucketsTable(estate, targets) {
  const rows = bucketsOf(estate, targets).map((target) => ({
    target, grants: estate.grantsOn(target).length,
  }));
  const isShared = (row) => estate.givers.has(row.target);
  return printable(new Table([
    {title: 'Bucket', text: (row) => estate.targetNames[row.target], cell: (row) => targetLink(estate, row.target)},
    ...cloudColumn(estate, (row) => estate.cloudOfTarget(row.target)),
    {title: 'Location', text: (row) => estate.targetLocations[row.target]},
    {title: 'Grants', text: (row) => String(row.grants), number: (row) => row.grants},
    {title: 'Made here', text: (row) => isShared(row) ? 'no, shared' : 'yes'},
  ], rows, {label: 'buckets', empty: 'No buckets.'}));
}

function groupsTable(estate, groups) {
  const membersOf = (node, kind) => estate.stepsTo(node).filter((step) => kind(estate.nodeKinds[step >> 1])).length;
  const rows = groups.map((node) => ({
    node,
    people: membersOf(node, (kind) => kind === 'p'),
    accounts: membersOf(node, (kind) => kind === 'm'),
    groups: membersOf(node, (kind) => kind === 'g' || kind === 'n'),
    into: estate.stepsFrom(node).length,
  }));
  const count = (title, key) => ({title, text: (row) => String(row[key]), number: (row) => row[key], cell: (row) => row[key] === 0 ? h('span', {class: 'soft'}, '–') : grouped.format(row[key])});
  return printable(new Table([
    {title: 'Group', text: (row) => estate.ids[row.node], cell: (row) => nodeLink(estate, row.node)},
    ...cloudColumn(estate, (row) => estate.cloudOfNode(row.node)),
    count('People', 'people'), count('Accounts', 'accounts'), count('Groups in it', 'groups'), count('Is in groups', 'into'),
  ], rows, {label: 'groups', empty: 'No groups.'}));
}

function thingsTable(estate, targets) {
  const rows = targets.filter((target) => estate.targetKinds[target] !== 'bucket');
  return printable(new Table([
    {title: 'Name', text: (target) => estate.targetNames[target], cell: (target) => targetLink(estate, target)},
    {title: 'Kind', text: (target) => estate.targetKinds[target].replace('-', ' ')},
    {title: 'Grants', text: (target) => String(estate.grantsOn(target).length), number: (target) => estate.grantsOn(target).length},
    {title: 'Made here', text: (target) => estate.givers.has(target) ? 'no, shared' : 'yes'},
  ], rows, {label: 'other things', cards: true, empty: 'Nothing else.'}));
}

function datasetView(estate, name, fields) {
  const origins = estate.datasets.get(name);
  const targets = estate.targetsOf(name);
  const groups = estate.groupsOf(name);
  const diagram = new DiagramView(new DatasetDiagram(estate, name), fields.filter ?? '', (filter) => keepFields({filter}));
  const places = new Set(origins.map((origin) => estate.origins.indexOf(origin)));
  const notes = estate.notes.filter(([origin]) => places.has(origin));
  return {
    title: name,
    content: [
      heading('Dataset', 'dataset', name, [
        origins.map((origin) => origin.cloud).join(', '), plural(sumOf(origins, 'buckets'), 'bucket'),
        plural(groups.length, 'group'), plural(sumOf(origins, 'resources'), 'resource'),
        `${plural(sumOf(origins, 'people'), 'person')} can reach its buckets`]),
      section('Who reaches what', 'The highest level of each. Choose a mark to see the way.', whoReachesWhat(estate, targets)),
      section('Groups and buckets', null, diagram.element),
      section('Buckets', null, bucketsTable(estate, targets).element),
      section('Groups', 'Direct members only; a group has its own page.', groupsTable(estate, groups).element),
      section('Other things', 'Registries, secrets, machine accounts, projects and services that somebody is given access to.', thingsTable(estate, targets).element),
      notes.length > 0 && section('Warnings', null, notesList(notes)),
    ],
  };
}
