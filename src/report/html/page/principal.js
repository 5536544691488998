// A person, machine account, group or other principal: where it belongs, and what it reaches.

function nodesTable(estate, nodes, label, empty) {
  return printable(new Table([
    {title: 'Name', text: (node) => estate.labels[node], cell: (node) => nodeLink(estate, node)},
    {title: 'Kind', text: (node) => KINDS[estate.nodeKinds[node]].name},
    {title: 'Dataset', text: (node) => estate.datasetOfNode(node), cell: (node) => estate.datasetOfNode(node) === '' ? '' : datasetLink(estate.datasetOfNode(node))},
  ], nodes, {label, empty, cards: true}));
}

/** All groups that a node is in, the nearest first, without becoming anybody. */
function groupsAbove(estate, node) {
  const seen = new Set([node]);
  for (const each of seen) {
    for (const step of estate.stepsFrom(each)) if ((step & 1) === 0) seen.add(step >> 1);
  }
  seen.delete(node);
  return [...seen];
}

function reachesTable(estate, rows, fields) {
  const holder = {table: null};
  let offHow = new Set();
  let offKinds = new Set();
  const redraw = () => { holder.table.limit = PAGE_ROWS; holder.table.draw(); };
  const hows = [HAS, REQUEST, BECOME].filter((how) => rows.some((row) => row.how === how));
  const kinds = [...new Set(rows.map((row) => estate.targetKinds[row.target]))];
  const extra = [
    kinds.length > 1 && switches('Kinds', kinds.map((kind) => [kind, kind.replace('-', ' ')]), (off) => { offKinds = off; redraw(); }),
    hows.length > 1 && switches('How', hows.map((how) => [String(how), HOW_TEXTS[how]]), (off) => { offHow = off; redraw(); }),
  ];
  holder.table = accessTable(estate, rows, false, {
    label: 'what it reaches', filter: fields.filter, onfilter: (filter) => keepFields({filter}), extra,
    keep: (row) => !offHow.has(String(row.how)) && !offKinds.has(estate.targetKinds[row.target]),
    empty: 'It reaches nothing.',
  });
  return holder.table.element;
}

function principalView(estate, node, fields) {
  const kind = KINDS[estate.nodeKinds[node]];
  const rows = new ForwardSearch(estate).rows(node);
  const buckets = new Set(rows.filter((row) => estate.targetKinds[row.target] === 'bucket').map((row) => row.target));
  const datasets = new Set([...buckets].map((target) => estate.datasetOfTarget(target)).filter(Boolean));
  const direct = [...estate.stepsFrom(node)].filter((step) => (step & 1) === 0).map((step) => step >> 1);
  const above = groupsAbove(estate, node);
  const becomes = [...estate.stepsFrom(node)].filter((step) => step & 1).map((step) => step >> 1);
  const members = [...estate.stepsTo(node)].filter((step) => (step & 1) === 0).map((step) => step >> 1);
  const becomers = [...estate.stepsTo(node)].filter((step) => step & 1).map((step) => step >> 1);
  const dataset = estate.datasetOfNode(node);
  const directSet = new Set(direct);
  const isGroupKind = kind.route === 'group';
  return {
    title: estate.labels[node],
    content: [
      heading(kind.name[0].toUpperCase() + kind.name.slice(1), kind.icon, estate.labels[node], [
        estate.ids[node] !== estate.labels[node] && estate.ids[node],
        dataset !== '' && ['of ', datasetLink(dataset)],
        estate.clouds.size > 1 && estate.cloudOfNode(node) !== '' && `on ${estate.cloudOfNode(node)}`,
        `reaches ${plural(buckets.size, 'bucket')} of ${plural(datasets.size, 'dataset')}`,
        `in ${plural(above.length, 'group')}`]),
      isGroupKind && section('Members', estate.isGroup(node) ? 'Direct members; a group in it has its own page.'
        : 'The plan only names this group: who else is in it is not known here.',
      nodesTable(estate, members, 'members', 'No members.').element),
      section('Reaches', 'For each thing the highest level, by the shortest way.', reachesTable(estate, rows, fields)),
      section('Is in groups', direct.length === above.length ? null : `${grouped.format(direct.length)} directly, the others through these.`,
        nodesTable(estate, [...direct, ...above.filter((group) => !directSet.has(group))], 'groups', 'In no group.').element),
      becomes.length > 0 && section('Can become', 'Machine accounts that it may use, impersonate or make keys for.',
        nodesTable(estate, becomes, 'machine accounts', '').element),
      becomers.length > 0 && section('Who can become it', null, nodesTable(estate, becomers, 'who can become it', '').element),
    ],
  };
}
