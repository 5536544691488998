// A bucket or another thing that access is given to: who can do what with it.

function whoCanPart(estate, target, fields) {
  const levels = levelsOn(estate, target);
  if (levels.length === 0) return h('p', {class: 'soft'}, 'Nobody is given access to it.');
  const holder = h('div');
  const show = (key) => {
    const asked = levels[Number(key)];
    const rows = whoCan(estate, asked, target);
    const counts = h('p', {class: 'soft'}, `${plural(rows.filter((row) => estate.isPerson(row.principal)).length, 'person')} and ${plural(rows.filter((row) => !estate.isPerson(row.principal)).length, 'other')}, each by the nearest way.`);
    holder.replaceChildren(counts, accessTable(estate, rows, true, {label: 'who can', filter: fields.filter, onfilter: (filter) => keepFields({filter}), empty: 'Nobody.'}).element);
    keepFields({level: asked.role || asked.text});
  };
  const wanted = levels.findIndex((level) => (level.role || level.text) === fields.level);
  const usual = levels.findIndex((level) => level.text === 'read');
  const first = String(wanted >= 0 ? wanted : Math.max(0, usual));
  show(first);
  return [choices('Who can', levels.map((level, place) => [String(place), level.text]), first, show), holder];
}

function grantsTable(estate, target) {
  const rows = [...estate.grantsOn(target)];
  return printable(new Table([
    {title: 'To', text: (grant) => estate.ids[estate.grantMembers[grant]], cell: (grant) => nodeLink(estate, estate.grantMembers[grant])},
    {title: 'Level', text: (grant) => estate.rightOf(grant).text, cell: (grant) => levelChip(estate.rightOf(grant), estate.rightOf(grant).request ? REQUEST : HAS)},
    {title: 'How', text: (grant) => HOW_TEXTS[estate.rightOf(grant).request ? REQUEST : HAS]},
    {title: 'Role', text: (grant) => estate.rightOf(grant).role},
  ], rows, {label: 'grants', cards: true, empty: 'No grants.'}));
}

function targetView(estate, target, fields) {
  const kind = estate.targetKinds[target];
  const account = kind === 'machine-account' ? estate.findNode(estate.targetNames[target]) : -1;
  const givers = estate.givers.get(target);
  return {
    title: estate.targetNames[target],
    content: [
      heading(kind[0].toUpperCase() + kind.slice(1).replace('-', ' '), kind === 'bucket' ? 'bucket' : 'thing', estate.targetNames[target], [
        givers ? 'not made by this plan, only named' : ['of ', datasetLink(estate.datasetOfTarget(target))],
        estate.targetLocations[target] !== '' && `in ${estate.targetLocations[target]}`,
        !givers && estate.targetKey(target)]),
      account >= 0 && h('p', {}, 'What it reaches: ', nodeLink(estate, account)),
      section('Who reaches it', null, whoCanPart(estate, target, fields)),
      section('Grants', 'Given directly, as the plan says it.', grantsTable(estate, target).element),
    ],
  };
}
