// The estate: what the page knows, as src/report/html/estate_data.cpp wrote it. Nodes (whoever can
// be given access), targets (what access is given to) and rights are named by their numbers.

const LIST = 0, MUTATE = 3, PULL = 4, PUSH = 5, ROLE = 13;  // plan::AccessLevel

/** Where each row of a list of rows begins, from their lengths. */
function startsOf(counts) {
  const starts = new Uint32Array(counts.length + 1);
  for (let row = 0; row < counts.length; ++row) starts[row + 1] = starts[row] + counts[row];
  return starts;
}

/** The same steps seen from the other end; each row stays in the order of the nodes. */
function turnedSteps(count, starts, steps) {
  const counts = new Uint32Array(count);
  for (const step of steps) ++counts[step >> 1];
  const backStarts = startsOf(counts);
  const next = backStarts.slice();
  const back = new Uint32Array(steps.length);
  for (let node = 0; node < count; ++node) {
    for (let place = starts[node]; place < starts[node + 1]; ++place) {
      back[next[steps[place] >> 1]++] = node * 2 + (steps[place] & 1);
    }
  }
  return [backStarts, back];
}

class Estate {
  constructor(data) {
    this.title = data.title;
    this.library = data.library;
    this.kinds = data.kinds;
    this.exports = data.exports;
    this.notes = data.notes;
    this.readOrigins(data);
    this.readNodes(data);
    this.readTargets(data);
    this.readGrants(data);
  }

  /** An origin is a dataset on a cloud. */
  readOrigins(data) {
    this.origins = data.origins.map((row) => ({
      dataset: row[0], cloud: row[1], resources: row[2], groups: row[3], grants: row[4],
      memberships: row[5], lines: row[6], warnings: row[7], people: row[8], buckets: 0,
    }));
    this.datasets = new Map();
    for (const origin of this.origins) {
      if (!this.datasets.has(origin.dataset)) this.datasets.set(origin.dataset, []);
      this.datasets.get(origin.dataset).push(origin);
    }
    this.clouds = new Set(this.origins.map((origin) => origin.cloud).filter(Boolean));
  }

  readNodes(data) {
    this.nodeCount = data.nodeLabels.length;
    this.nodeKinds = data.nodeKinds;
    this.labels = data.nodeLabels;
    this.ids = data.nodeIds.map((id, node) => {
      if (typeof id === 'string') return id;
      return id === 0 ? this.labels[node] : this.labels[node] + data.idEndings[id - 1];
    });
    this.nodeOrigins = Int32Array.from(data.nodeOrigins);
    this.stepStarts = startsOf(data.stepCounts);
    this.steps = Uint32Array.from(data.steps);
    [this.backStarts, this.back] = turnedSteps(this.nodeCount, this.stepStarts, this.steps);
    this.reach = new Map(data.reach.map(([node, buckets, datasets]) => [node, {buckets, datasets}]));
  }

  readTargets(data) {
    this.targetCount = data.targetNames.length;
    this.targetNames = data.targetNames;
    this.targetKinds = data.targetKinds.map((word) => data.words[word]);
    this.targetTypes = data.targetTypes.map((word) => data.words[word] ?? '');
    this.targetResources = data.targetResources;
    this.targetLocations = data.targetLocations.map((word) => data.words[word] ?? '');
    this.targetOrigins = Int32Array.from(data.targetOrigins);
    this.givers = new Map(data.givers.map(([target, ...origins]) => [target, origins]));
    for (let target = 0; target < this.targetCount; ++target) {
      const origin = this.origins[this.targetOrigins[target]];
      if (origin && this.targetKinds[target] === 'bucket') ++origin.buckets;
    }
  }

  readGrants(data) {
    this.rights = data.rights.map(([level, text, role, request]) => ({
      level, text, request: request === 1, role, end: role || text,
    }));
    this.scaleTargets = Uint32Array.from(data.scaleTargets);
    this.grantStarts = startsOf(data.grantCounts);
    const count = this.grantStarts[this.nodeCount];
    this.grantScales = new Uint32Array(count);
    this.grantRights = new Uint32Array(count);
    this.grantMembers = new Uint32Array(count);
    for (let node = 0; node < this.nodeCount; ++node) {
      this.grantMembers.fill(node, this.grantStarts[node], this.grantStarts[node + 1]);
    }
    const counts = new Uint32Array(this.targetCount);
    for (let grant = 0; grant < count; ++grant) {
      this.grantScales[grant] = data.grants[grant * 2];
      this.grantRights[grant] = data.grants[grant * 2 + 1];
      ++counts[this.targetOf(grant)];
    }
    this.onStarts = startsOf(counts);
    this.on = new Uint32Array(count);
    const next = this.onStarts.slice();
    for (let grant = 0; grant < count; ++grant) this.on[next[this.targetOf(grant)]++] = grant;
  }

  targetOf(grant) { return this.scaleTargets[this.grantScales[grant]]; }
  rightOf(grant) { return this.rights[this.grantRights[grant]]; }
  /** The grants on a target: by member, then the highest level first. */
  grantsOn(target) { return this.on.subarray(this.onStarts[target], this.onStarts[target + 1]); }
  /** Whom the node is a member of or can become, and whoever can be the node: node * 2 + becomes. */
  stepsFrom(node) { return this.steps.subarray(this.stepStarts[node], this.stepStarts[node + 1]); }
  stepsTo(node) { return this.back.subarray(this.backStarts[node], this.backStarts[node + 1]); }

  isPerson(node) { return this.nodeKinds[node] === 'p'; }
  /** A group of the plan, whose members are known. */
  isGroup(node) { return this.nodeKinds[node] === 'g'; }
  datasetOfNode(node) { return this.origins[this.nodeOrigins[node]]?.dataset ?? ''; }
  cloudOfNode(node) { return this.origins[this.nodeOrigins[node]]?.cloud ?? ''; }
  cloudOfTarget(target) { return this.origins[this.targetOrigins[target]]?.cloud ?? ''; }
  datasetOfTarget(target) { return this.origins[this.targetOrigins[target]]?.dataset ?? ''; }
  /** What the plan makes for the dataset, or what it only names and the dataset gives access to. */
  belongsTo(target, dataset) {
    const givers = this.givers.get(target);
    if (!givers) return this.datasetOfTarget(target) === dataset;
    return givers.some((origin) => this.origins[origin].dataset === dataset);
  }
  targetsOf(dataset) {
    const found = [];
    for (let target = 0; target < this.targetCount; ++target) {
      if (this.belongsTo(target, dataset)) found.push(target);
    }
    return found;
  }
  groupsOf(dataset) {
    const found = [];
    for (let node = 0; node < this.nodeCount; ++node) {
      if (this.isGroup(node) && this.datasetOfNode(node) === dataset) found.push(node);
    }
    return found;
  }
  nodesOfKind(kind) {
    const found = [];
    for (let node = 0; node < this.nodeCount; ++node) {
      if (this.nodeKinds[node] === kind) found.push(node);
    }
    return found;
  }

  /** The name of a target that is nothing else's: `type::name`, or its kind and own name. */
  targetKey(target) {
    const resource = this.targetResources[target];
    if (resource !== 0) return `${this.targetTypes[target]}::${resource}`;
    return `${this.targetKinds[target]} ${this.targetNames[target]}`;
  }
  /** The resource that makes it, where another thing of its kind has its name; else nothing. */
  makerAmongNamesakes(target) {
    const isAlike = (other) => this.targetKinds[other] === this.targetKinds[target]
      && this.targetNames[other] === this.targetNames[target];
    return isAlike(target - 1) || isAlike(target + 1) ? this.targetResources[target] || '' : '';
  }
  findNode(text) {
    const wanted = text.toLowerCase();
    let found = this.ids.findIndex((id) => id === wanted);
    if (found < 0) found = this.labels.findIndex((label) => label.toLowerCase() === wanted);
    return found;
  }
  findTarget(text) {
    for (let target = 0; target < this.targetCount; ++target) {
      if (this.targetKey(target) === text) return target;
    }
    return this.targetNames.findIndex((name) => name === text);
  }
  findBucket(text) {
    const wanted = text.toLowerCase();
    return this.targetNames.findIndex((name, target) =>
      this.targetKinds[target] === 'bucket' && name.toLowerCase() === wanted);
  }
}
